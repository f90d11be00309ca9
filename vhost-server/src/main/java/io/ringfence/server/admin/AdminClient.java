package io.ringfence.server.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends requests to a running daemon, each on a connection of its own. */
public final class AdminClient implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_ANSWER_BYTES = 16 * 1024 * 1024;

  private final AdminAddress address;
  private final Duration timeout;
  private final EventLoopGroup network =
      new MultiThreadIoEventLoopGroup(
          1, new DefaultThreadFactory("admin-client", true), NioIoHandler.newFactory());

  /**
   * @param timeout for a whole request; a swap of the policy waits for every ring
   */
  public AdminClient(AdminAddress address, Duration timeout) {
    this.address = address;
    this.timeout = timeout;
  }

  /**
   * @param path such as {@code /status}
   * @throws IOException if no daemon answers, or it answers with an error, whose text is the
   *     message
   */
  public JsonNode get(String path) throws IOException {
    return request(HttpMethod.GET, path, new byte[0]);
  }

  /** Like {@link #get}, with a body that Jackson can write. */
  public JsonNode put(String path, Object body) throws IOException {
    return request(HttpMethod.PUT, path, JSON.writeValueAsBytes(body));
  }

  /** Like {@link #get}, for a request that starts an action. */
  public JsonNode post(String path) throws IOException {
    return request(HttpMethod.POST, path, new byte[0]);
  }

  @Override
  public void close() {
    network.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private JsonNode request(HttpMethod method, String path, byte[] body) throws IOException {
    FullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, method, path, Unpooled.wrappedBuffer(body));
    request
        .headers()
        .set(HttpHeaderNames.HOST, "localhost")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    Channel channel = connect(answer);
    try {
      channel.writeAndFlush(request).addListener(sent -> failWith(answer, sent.cause()));
      return await(answer).body(method + " " + path);
    } finally {
      channel.close().awaitUninterruptibly();
    }
  }

  private static void failWith(CompletableFuture<Answer> answer, Throwable cause) {
    if (cause != null) {
      answer.completeExceptionally(cause);
    }
  }

  private Channel connect(CompletableFuture<Answer> answer) throws IOException {
    ChannelFuture connected =
        new Bootstrap()
            .group(network)
            .channel(
                switch (address) {
                  case AdminAddress.Unix unix -> NioDomainSocketChannel.class;
                  case AdminAddress.Tcp tcp -> NioSocketChannel.class;
                })
            .handler(new Pipeline(answer))
            .connect(address.socketAddress())
            .awaitUninterruptibly();
    if (!connected.isSuccess()) {
      throw new IOException(
          "no daemon at %s (%s); start one with ringfence serve, or name its address by --admin"
              .formatted(address, connected.cause().getMessage()),
          connected.cause());
    }
    return connected.channel();
  }

  private Answer await(CompletableFuture<Answer> answer) throws IOException {
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException(
          "%s: no answer within %d ms".formatted(address, timeout.toMillis()), late);
    } catch (ExecutionException failed) {
      throw new IOException(address + ": " + failed.getCause().getMessage(), failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(address + ": interrupted while waiting for an answer", interrupted);
    }
  }

  private record Answer(int status, byte[] bytes) {
    JsonNode body(String request) throws IOException {
      JsonNode json;
      try {
        json = JSON.readTree(bytes);
      } catch (IOException notJson) {
        throw new IOException(
            request + ": answer of status " + status + " is not JSON: " + notJson.getMessage(),
            notJson);
      }
      if (status >= 400) {
        throw new IOException(json.path("error").asText("status " + status));
      }
      return json;
    }
  }

  private static final class Pipeline extends ChannelInitializer<Channel> {
    private final CompletableFuture<Answer> answer;

    Pipeline(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    protected void initChannel(Channel channel) {
      channel
          .pipeline()
          .addLast(new HttpClientCodec())
          .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES))
          .addLast(new Receiver(answer));
    }
  }

  private static final class Receiver extends SimpleChannelInboundHandler<FullHttpResponse> {
    private final CompletableFuture<Answer> answer;

    Receiver(CompletableFuture<Answer> answer) {
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
      if (response.decoderResult().isFailure()) {
        answer.completeExceptionally(response.decoderResult().cause());
        return;
      }
      int status = response.status().code();
      answer.complete(new Answer(status, ByteBufUtil.getBytes(response.content())));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      answer.completeExceptionally(new IOException("connection closed before an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      answer.completeExceptionally(cause);
    }
  }
}
