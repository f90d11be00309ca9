package io.ringfence.lab.kit.traffic;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.HostTap;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Random bytes over one TCP connection, and their SHA-256 at both ends. */
public final class FileTransfer {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  /**
   * @param sent SHA-256 of the sent bytes, in hexadecimal
   * @param received SHA-256 of the received bytes
   */
  public record Hashes(String sent, String received) {
    public boolean equal() {
      return sent.equals(received);
    }
  }

  private interface Peer {
    String play(Socket socket, MessageDigest digest) throws IOException;
  }

  private FileTransfer() {}

  /** Sends a file of {@code mebibytes} from the guest. */
  public static Hashes fromGuest(Guest guest, int mebibytes) {
    // bytes in full: busybox before 1.36 takes no suffix
    long bytes = (long) mebibytes << 20;
    guest.mustRun("head -c %d /dev/urandom >/tmp/out".formatted(bytes), PATIENCE);
    String sent = guest.mustRun("sha256sum </tmp/out", PATIENCE).substring(0, 64);
    String received = serve(guest, "nc %s %d </tmp/out", FileTransfer::receive);
    guest.mustRun("rm /tmp/out", PATIENCE);
    return new Hashes(sent, received);
  }

  /** Sends {@code mebibytes} from the host, by a generator with {@code seed}. */
  public static Hashes toGuest(Guest guest, int mebibytes, long seed) {
    String sent =
        serve(
            guest,
            "nc %s %d </dev/null >/tmp/in",
            (socket, digest) -> send(socket, digest, mebibytes, new Random(seed)));
    String received = guest.mustRun("sha256sum </tmp/in && rm /tmp/in", PATIENCE).substring(0, 64);
    return new Hashes(sent, received);
  }

  private static String serve(Guest guest, String command, Peer peer) {
    try (ServerSocket server =
        new ServerSocket(0, 1, InetAddress.getByName(HostTap.HOST_ADDRESS))) {
      server.setSoTimeout((int) PATIENCE.toMillis());
      CompletableFuture<String> hash = new CompletableFuture<>();
      Thread.ofPlatform().daemon().start(() -> accept(server, peer, hash));
      guest.mustRun(command.formatted(HostTap.HOST_ADDRESS, server.getLocalPort()), PATIENCE);
      return hash.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new LabException("file transfer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted during a file transfer", e);
    }
  }

  private static void accept(ServerSocket server, Peer peer, CompletableFuture<String> hash) {
    try (Socket socket = server.accept()) {
      hash.complete(peer.play(socket, MessageDigest.getInstance("SHA-256")));
    } catch (IOException | NoSuchAlgorithmException e) {
      hash.completeExceptionally(e);
    }
  }

  private static String receive(Socket socket, MessageDigest digest) throws IOException {
    InputStream in = socket.getInputStream();
    byte[] buffer = new byte[1 << 16];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String send(Socket socket, MessageDigest digest, int mebibytes, Random random)
      throws IOException {
    OutputStream out = socket.getOutputStream();
    byte[] block = new byte[1 << 16];
    for (int i = 0; i < mebibytes * 16; i++) {
      random.nextBytes(block);
      digest.update(block);
      out.write(block);
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
