package io.ringfence.server.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpContentException;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a table of {@link Route} at an address from construction to {@link #close}. Requests run
 * on threads of their own, so one that blocks holds up neither the network nor the next few
 * requests.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  static final int MAX_BODY_BYTES = 16 * 1024;
  private static final int MAX_LINE_BYTES = 4096;
  private static final int MAX_HEADER_BYTES = 8192;
  private static final int MAX_CHUNK_BYTES = 8192;
  private static final int IDLE_SECONDS = 60;
  private static final int THREADS = 4;
  private static final int QUEUE_LENGTH = 64;
  private static final int ANSWER_SECONDS = 1; // for requests that are being answered
  private static final int STOP_SECONDS = 5;

  private final AdminAddress address;
  private final SocketFile socketFile;
  private final EventLoopGroup network;
  private final ThreadPoolExecutor workers;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /**
   * Listens.
   *
   * @param routes each method of a path once
   * @throws IOException if the address is in use or cannot be bound; the message names the next
   *     step
   */
  public AdminServer(AdminAddress address, List<Route> routes) throws IOException {
    socketFile = address instanceof AdminAddress.Unix unix ? SocketFile.claim(unix.path()) : null;
    network =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("admin-net", true), NioIoHandler.newFactory());
    workers =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE_LENGTH),
            new DefaultThreadFactory("admin", true));
    workers.allowCoreThreadTimeOut(true);
    try {
      this.address = listen(address, new Router(routes));
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
    LOG.info("admin listening address={}", this.address);
  }

  /** Returns the listening address, with the port that was chosen for port 0. */
  public AdminAddress address() {
    return address;
  }

  /** Closes every connection and removes the socket file. Idempotent. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    channels.close().awaitUninterruptibly();
    stopWorkers();
    network.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    if (socketFile == null) {
      return;
    }
    try {
      socketFile.remove();
    } catch (IOException failed) {
      LOG.warn("admin socket file stays reason={}", failed.toString());
    }
  }

  /** Stops the workers before the network, because the last of them still send answers. */
  private void stopWorkers() {
    workers.shutdown();
    try {
      if (workers.awaitTermination(ANSWER_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
      workers.shutdownNow();
      if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("admin request still runs seconds={}", STOP_SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private AdminAddress listen(AdminAddress wanted, Router router) throws IOException {
    return switch (wanted) {
      case AdminAddress.Unix unix -> {
        SocketAddress at = UnixDomainSocketAddress.of(socketFile.bindPath());
        bind(NioServerDomainSocketChannel.class, at, wanted, router, request -> true);
        socketFile.publish();
        yield unix;
      }
      case AdminAddress.Tcp tcp -> {
        SocketAddress at = tcp.socketAddress();
        Channel bound =
            bind(NioServerSocketChannel.class, at, wanted, router, LoopbackHost::isNamedBy);
        yield new AdminAddress.Tcp(
            tcp.host(), ((InetSocketAddress) bound.localAddress()).getPort());
      }
    };
  }

  private Channel bind(
      Class<? extends ServerChannel> type,
      SocketAddress at,
      AdminAddress wanted,
      Router router,
      Predicate<HttpRequest> hostAllowed)
      throws IOException {
    ChannelFuture bound =
        new ServerBootstrap()
            .group(network)
            .channel(type)
            .childHandler(new Pipeline(router, hostAllowed))
            .bind(at)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "admin address " + wanted + ": " + bound.cause().getMessage() + "; take another --admin",
          bound.cause());
    }
    channels.add(bound.channel());
    return bound.channel();
  }

  /** The handlers of a connection. */
  private final class Pipeline extends ChannelInitializer<Channel> {
    private final Router router;
    private final Predicate<HttpRequest> hostAllowed;

    Pipeline(Router router, Predicate<HttpRequest> hostAllowed) {
      this.router = router;
      this.hostAllowed = hostAllowed;
    }

    @Override
    protected void initChannel(Channel channel) {
      channels.add(channel);
      channel
          .pipeline()
          .addLast(new IdleCloser())
          .addLast(new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES))
          .addLast(new BodyLimit())
          .addLast(new FlowControlHandler())
          .addLast(new RequestHandler(router, workers, QUEUE_LENGTH, hostAllowed));
    }
  }

  /** Closes a connection that was idle for too long. */
  private static final class IdleCloser extends IdleStateHandler {
    IdleCloser() {
      super(0, 0, IDLE_SECONDS);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      context.close();
    }
  }

  /**
   * Aggregates a request's body. A body that is too large is passed on as a malformed request,
   * because earlier requests must be answered first.
   */
  private static final class BodyLimit extends HttpObjectAggregator {
    BodyLimit() {
      super(MAX_BODY_BYTES);
    }

    @Override
    protected void handleOversizedMessage(ChannelHandlerContext context, HttpMessage oversized) {
      FullHttpRequest unread =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, HttpMethod.PUT, "", Unpooled.EMPTY_BUFFER);
      unread.setDecoderResult(
          DecoderResult.failure(new TooLongHttpContentException("more than " + MAX_BODY_BYTES)));
      context.fireChannelRead(unread);
    }
  }
}
