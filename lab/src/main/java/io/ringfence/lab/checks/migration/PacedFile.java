package io.ringfence.lab.checks.migration;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.HostTap;
import java.io.IOException;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;

/**
 * A file of random bytes that the host sends to the guest at a steady 8 MiB/s until {@link
 * #finish}. The guest writes it to memory while that memory migrates.
 */
final class PacedFile {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int BLOCK_BYTES = 1 << 16;
  private static final long BLOCK_NANOS = 1_000_000_000L / 128;

  /**
   * The result.
   *
   * @param bytes sent
   * @param sent SHA-256 of the sent bytes, in hexadecimal
   * @param received SHA-256 of the received bytes
   */
  record Outcome(long bytes, String sent, String received) {}

  private final CompletableFuture<String> sent = new CompletableFuture<>();
  private volatile boolean enough;
  private volatile long bytes;

  private PacedFile() {}

  /** Makes the guest fetch the file. */
  static PacedFile start(Guest guest, long seed) {
    var file = new PacedFile();
    try {
      ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(HostTap.HOST_ADDRESS));
      server.setSoTimeout((int) PATIENCE.toMillis());
      Thread.ofPlatform().daemon().start(() -> file.serve(server, new Random(seed)));
      guest.mustRun(
          "rm -f /tmp/in*; { nc %s %d </dev/null >/tmp/in; echo >/tmp/in.done; } >/tmp/in.log 2>&1 &"
              .formatted(HostTap.HOST_ADDRESS, server.getLocalPort()),
          PATIENCE);
      return file;
    } catch (IOException e) {
      throw new LabException("file for the guest: " + e.getMessage(), e);
    }
  }

  private void serve(ServerSocket server, Random random) {
    try (server;
        Socket socket = server.accept()) {
      sent.complete(send(socket.getOutputStream(), random));
    } catch (IOException | NoSuchAlgorithmException e) {
      sent.completeExceptionally(e);
    }
  }

  private String send(OutputStream out, Random random)
      throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] block = new byte[BLOCK_BYTES];
    long next = System.nanoTime();
    while (!enough) {
      random.nextBytes(block);
      digest.update(block);
      out.write(block);
      bytes += block.length;
      next += BLOCK_NANOS;
      LockSupport.parkNanos(next - System.nanoTime());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Ends the file. Returns the hashes of host and guest, at the guest's present place. */
  Outcome finish(Guest guest) {
    enough = true;
    try {
      String hash = sent.join();
      String received =
          guest.mustRun(
              "while [ ! -e /tmp/in.done ]; do sleep 0.1; done; sha256sum </tmp/in", PATIENCE);
      guest.mustRun("rm -f /tmp/in*", PATIENCE);
      return new Outcome(bytes, hash, received.substring(0, 64));
    } catch (CompletionException e) {
      throw new LabException("file for the guest: " + e.getCause().getMessage(), e);
    }
  }
}
