package io.ringfence.lab.kit.process;

import io.ringfence.lab.LabException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection to a Unix stream socket. Every read and write has a deadline. One thread at a time.
 */
public final class UnixStream implements Lines {
  private final Path path;
  private final SocketChannel channel;
  private final Selector selector;
  private final ByteBuffer incoming = ByteBuffer.allocate(64 * 1024).flip();

  private UnixStream(Path path, SocketChannel channel, Selector selector) {
    this.path = path;
    this.channel = channel;
    this.selector = selector;
  }

  /**
   * Connects to the socket at {@code path}.
   *
   * @throws IOException if nothing listens there
   */
  public static UnixStream connect(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(path));
      channel.configureBlocking(false);
      Selector selector = Selector.open();
      channel.register(selector, SelectionKey.OP_READ);
      return new UnixStream(path, channel, selector);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void write(String text, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0 && !ready(SelectionKey.OP_WRITE, deadline)) {
        throw new SilenceException("%s: took no bytes for %s s".formatted(path, seconds(patience)));
      }
    }
  }

  @Override
  public Optional<String> readLine(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      while (incoming.hasRemaining()) {
        byte next = incoming.get();
        if (next == '\n') {
          return Optional.of(line.toString(StandardCharsets.UTF_8));
        }
        line.write(next);
      }
      if (!fill(deadline, patience)) {
        return Optional.empty();
      }
    }
  }

  /**
   * Reads exactly {@code count} bytes, or up to the end of the stream if {@code count} is negative.
   *
   * @throws IOException if the stream ends before {@code count} bytes
   */
  public byte[] readBytes(int count, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (count < 0 || bytes.size() < count) {
      if (!incoming.hasRemaining() && !fill(deadline, patience)) {
        if (count < 0) {
          return bytes.toByteArray();
        }
        throw new IOException(
            "%s: ended after %d of %d bytes".formatted(path, bytes.size(), count));
      }
      int wanted = count < 0 ? incoming.remaining() : count - bytes.size();
      int taken = Math.min(wanted, incoming.remaining());
      bytes.write(incoming.array(), incoming.position(), taken);
      incoming.position(incoming.position() + taken);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() throws IOException {
    try (selector) {
      channel.close();
    }
  }

  private boolean fill(long deadline, Duration patience) throws IOException {
    incoming.clear();
    int count = 0;
    try {
      while ((count = channel.read(incoming)) == 0) {
        if (!ready(SelectionKey.OP_READ, deadline)) {
          throw new SilenceException("%s: silent for %s s".formatted(path, seconds(patience)));
        }
      }
    } finally {
      incoming.flip();
    }
    return count > 0;
  }

  private boolean ready(int operation, long deadline) throws IOException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      return false;
    }
    channel.keyFor(selector).interestOps(operation);
    selector.select(key -> {}, millis);
    if (Thread.currentThread().isInterrupted()) {
      throw new LabException("interrupted while waiting for " + path);
    }
    return true;
  }

  private static String seconds(Duration patience) {
    return Waiting.seconds(patience);
  }
}
