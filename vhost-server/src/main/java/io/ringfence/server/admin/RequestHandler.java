package io.ringfence.server.admin;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles one connection's requests one at a time. The next request is read when the answer is
 * written. So pipelined answers keep their order, although other threads produce them.
 */
final class RequestHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(RequestHandler.class);

  private static final int LINGER_MILLIS = 2000;

  /** A body of every response from status 400. */
  record Failure(String error) {}

  private final Router router;
  private final Executor workers;
  private final int queueLength;
  private final Predicate<HttpRequest> hostAllowed;

  /** Whether the last answer was written. Only the event loop uses it. */
  private boolean closing;

  /**
   * @param workers run the routes; reject when {@code queueLength} requests wait
   */
  RequestHandler(
      Router router, Executor workers, int queueLength, Predicate<HttpRequest> hostAllowed) {
    this.router = router;
    this.workers = workers;
    this.queueLength = queueLength;
    this.hostAllowed = hostAllowed;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    // Later requests wait in the FlowControlHandler before this handler.
    context.channel().config().setAutoRead(false);
    if (closing) {
      return;
    }
    if (request.decoderResult().isFailure()) {
      answer(context, unreadable(request.decoderResult().cause()), false);
      return;
    }
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (!hostAllowed.test(request)) {
      String host = request.headers().get(HttpHeaderNames.HOST);
      answer(
          context,
          RequestRefused.badRequest("Host " + host + ", allowed a loopback address or localhost"),
          keepAlive);
      return;
    }
    Request asked =
        Request.of(request.method().name(), request.uri(), ByteBufUtil.getBytes(request.content()));
    try {
      workers.execute(() -> route(context, asked, keepAlive));
    } catch (RejectedExecutionException full) {
      answer(context, RequestRefused.overloaded(queueLength), keepAlive);
    }
  }

  private static RequestRefused unreadable(Throwable cause) {
    return cause instanceof TooLongHttpContentException
        ? RequestRefused.tooLarge(AdminServer.MAX_BODY_BYTES)
        : RequestRefused.badRequest("not HTTP/1.1: " + cause.getMessage());
  }

  private void route(ChannelHandlerContext context, Request request, boolean keepAlive) {
    try {
      send(context, http(router.answer(request)), keepAlive);
    } catch (RequestRefused refused) {
      answer(context, refused, keepAlive);
    } catch (RuntimeException | Error ours) {
      LOG.error(
          "admin request failed method={} path={} query={}",
          request.method(),
          request.path(),
          request.query(),
          ours);
      answer(context, RequestRefused.failed(), keepAlive);
    }
  }

  private void answer(ChannelHandlerContext context, RequestRefused refused, boolean keepAlive) {
    send(context, http(refused), keepAlive);
  }

  private void send(ChannelHandlerContext context, FullHttpResponse response, boolean keepAlive) {
    if (!keepAlive) {
      response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    context
        .writeAndFlush(response)
        .addListener(written -> {
          if (!keepAlive) {
            linger(context);
          }
          context.channel().config().setAutoRead(true);
        });
  }

  /**
   * Shuts the output down and discards what the client still sends. A close with unread bytes would
   * reset the connection, and the client would lose the answer.
   */
  private void linger(ChannelHandlerContext context) {
    closing = true;
    ((DuplexChannel) context.channel()).shutdownOutput();
    context.executor().schedule(() -> context.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static FullHttpResponse http(RequestRefused refused) {
    FullHttpResponse response =
        http(Response.json(refused.status(), new Failure(refused.getMessage())));
    if (!refused.allowedMethods().isEmpty()) {
      response.headers().set(HttpHeaderNames.ALLOW, String.join(", ", refused.allowedMethods()));
    }
    return response;
  }

  private static FullHttpResponse http(Response response) {
    FullHttpResponse http =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(response.status()),
            Unpooled.wrappedBuffer(response.body()));
    http.headers().set(HttpHeaderNames.CONTENT_TYPE, response.contentType());
    HttpUtil.setContentLength(http, response.body().length);
    return http;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("admin connection closed reason={}", cause.toString());
    context.close();
  }
}
