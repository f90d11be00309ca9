package io.ringfence.lab.kit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The other end of a Unix socket, played by a test: one connection after another. */
public final class UnixPeer implements AutoCloseable {
  /** What to do with one connection; it is closed afterwards. */
  public interface Script {
    void play(BufferedReader in, Output out) throws IOException;
  }

  /** Writes text at once. */
  public interface Output {
    void write(String text) throws IOException;
  }

  private final ServerSocketChannel server;

  private UnixPeer(ServerSocketChannel server) {
    this.server = server;
  }

  public static UnixPeer listen(Path socket, Script script) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    Thread.ofVirtual().start(() -> serve(server, script));
    return new UnixPeer(server);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private static void serve(ServerSocketChannel server, Script script) {
    while (server.isOpen()) {
      try (SocketChannel channel = server.accept()) {
        var in =
            new BufferedReader(
                new InputStreamReader(Channels.newInputStream(channel), StandardCharsets.UTF_8));
        script.play(in, text -> channel.write(StandardCharsets.UTF_8.encode(text)));
      } catch (IOException e) {
        // The client hung up, or the test is over.
      }
    }
  }
}
