package io.ringfence.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that takes over, byte by byte: so far as it likes, and wrongly if it likes. Descriptors
 * that come are dropped.
 */
final class RawSuccessor implements AutoCloseable {
  static final int HELLO = 0;
  static final int CONFIG = 1;
  static final int PREPARE = 2;
  static final int STATE = 3;
  static final int COMMIT = 4;
  static final int PLACES = 5;
  static final int REFUSAL = 7;

  private final SocketChannel channel;

  RawSuccessor(Path path) {
    this(connect(path));
  }

  /** The other way round: a daemon that is taken over. */
  RawSuccessor(SocketChannel channel) {
    this.channel = channel;
  }

  private static SocketChannel connect(Path path) {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      channel.connect(UnixDomainSocketAddress.of(path));
      return channel;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  RawSuccessor send(int type, String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    return sendHeader(type, 0, body.length).sendBytes(body);
  }

  RawSuccessor sendHeader(int type, int more, int bytes) {
    ByteBuffer header = ByteBuffer.allocate(12).order(ByteOrder.nativeOrder());
    return sendBytes(header.putInt(type).putInt(more).putInt(bytes).array());
  }

  RawSuccessor sendBytes(byte[] bytes) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next message, which must be of this type and of one frame. */
  JsonNode expect(int type) {
    try {
      ByteBuffer header = read(12);
      if (header.getInt(0) != type || header.getInt(4) != 0) {
        throw new AssertionError(
            "message of type %d, more=%d; expected %d"
                .formatted(header.getInt(0), header.getInt(4), type));
      }
      return new JsonMapper().readTree(read(header.getInt(8)).array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ByteBuffer read(int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.nativeOrder());
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new AssertionError(
            "end of the connection after %d of %d bytes".formatted(buffer.position(), bytes));
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
