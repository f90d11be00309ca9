package io.ringfence.server.session;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.SocketPath;
import io.ringfence.server.os.Sockets;
import java.io.IOException;
import java.nio.file.Path;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A connected socket and its peer, as the kernel reports it. Closing it does not shut the
 * connection down while another process has it too.
 */
public record PeerConnection(Fd socket, long pid, long uid, long gid) implements AutoCloseable {
  /**
   * Connects.
   *
   * @throws IOException if no process listens, or the path is too long for a socket
   */
  public static PeerConnection connect(Path path) throws IOException {
    try {
      SocketPath.check(path, SocketPath.MOST_BYTES);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
    var channel = AFUNIXSocketChannel.open();
    try {
      channel.connect(AFUNIXSocketAddress.of(path));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return of(channel);
  }

  /** Takes a channel's socket, and closes the channel. */
  static PeerConnection of(AFUNIXSocketChannel channel) throws IOException {
    try (channel) {
      var peer = channel.getPeerCredentials();
      int number = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
      return new PeerConnection(
          Sockets.detach(number), peer.getPid(), peer.getUid(), peer.getGid());
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
