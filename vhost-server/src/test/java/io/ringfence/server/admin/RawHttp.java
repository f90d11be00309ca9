package io.ringfence.server.admin;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** Bytes to and from an admin socket, with no HTTP library in between. */
final class RawHttp implements AutoCloseable {
  private final SocketChannel channel;

  RawHttp(AdminAddress address) throws IOException {
    SocketAddress at = address.socketAddress();
    channel =
        SocketChannel.open(
            at instanceof InetSocketAddress
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.UNIX);
    channel.connect(at);
  }

  /** One connection, one text out, everything in until the server closes. */
  static String exchange(AdminAddress address, String text) throws IOException {
    try (RawHttp http = new RawHttp(address)) {
      http.send(text);
      return http.readToEnd();
    }
  }

  void send(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  String readToEnd() throws IOException {
    StringBuilder all = new StringBuilder();
    String piece = read();
    while (!piece.isEmpty()) {
      all.append(piece);
      piece = read();
    }
    return all.toString();
  }

  /** Reads until a text has arrived. */
  String readUntil(String end) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.indexOf(end) < 0) {
      String piece = read();
      if (piece.isEmpty()) {
        throw new IOException("closed after " + all);
      }
      all.append(piece);
    }
    return all.toString();
  }

  private String read() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096);
    int count = channel.read(bytes);
    return count < 0 ? "" : new String(bytes.array(), 0, count, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
