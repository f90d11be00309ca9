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
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One TCP connection between host and guest: the host sends a byte, the guest returns it,
 * repeatedly. It is TCP_RR with the time of every transaction, which netperf does not report.
 */
public final class EchoLine implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  /**
   * @param transactions number of bytes sent and received
   * @param longestMicros the longest wait for a byte
   * @param seconds total time
   */
  public record Timing(long transactions, long longestMicros, double seconds) {}

  private final Socket socket;
  private byte next;

  private EchoLine(Socket socket) {
    this.socket = socket;
  }

  /** Makes the guest connect to this program. */
  public static EchoLine open(Guest guest) {
    try (ServerSocket server =
        new ServerSocket(0, 1, InetAddress.getByName(HostTap.HOST_ADDRESS))) {
      server.setSoTimeout(TIMEOUT_MILLIS);
      guest.mustRun(
          "nc %s %d -e cat >/tmp/echo.log 2>&1 &"
              .formatted(HostTap.HOST_ADDRESS, server.getLocalPort()),
          Duration.ofMillis(TIMEOUT_MILLIS));
      Socket socket = server.accept();
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return new EchoLine(socket);
    } catch (IOException e) {
      throw new LabException("echo connection from the guest: " + e.getMessage(), e);
    }
  }

  /** Sends and receives one byte at a time while {@code more} holds. */
  public Timing exchangeWhile(BooleanSupplier more) {
    long start = System.nanoTime();
    long transactions = 0;
    long longest = 0;
    try {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      while (more.getAsBoolean()) {
        long nanos = exchange(in, out);
        transactions++;
        longest = Math.max(longest, nanos);
      }
    } catch (IOException e) {
      throw new LabException(
          "echo connection after %d transactions: %s".formatted(transactions, e.getMessage()), e);
    }
    return new Timing(transactions, longest / 1000, (System.nanoTime() - start) / 1e9);
  }

  /** Exchanges as {@link #exchangeWhile} does, for a time. */
  public Timing exchangeFor(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    return exchangeWhile(() -> System.nanoTime() - end < 0);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new LabException("closing the echo connection: " + e.getMessage(), e);
    }
  }

  private long exchange(InputStream in, OutputStream out) throws IOException {
    next++;
    long start = System.nanoTime();
    out.write(next);
    int back = in.read();
    long nanos = System.nanoTime() - start;
    if (back != (next & 0xff)) {
      throw new IOException("sent byte %d, received %d".formatted(next & 0xff, back));
    }
    return nanos;
  }
}
