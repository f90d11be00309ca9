package io.ringfence.lab.kit.client;

import io.ringfence.lab.LabException;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.NetReceiver;
import io.ringfence.testkit.net.NetTransmitter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/** One frame at a time: sent, and awaited until it comes back. */
public final class RoundTrips {
  private static final int MOST = 1 << 22; // number of timed round trips
  private static final long TIMEOUT_MILLIS = 5_000;
  private static final long TIMEOUT_NANOS = TIMEOUT_MILLIS * 1_000_000;

  private final GuestNic nic;
  private final NetTransmitter tx;
  private final NetReceiver rx;
  private final boolean sleeps;
  private final byte[] bytes;
  private final MemorySegment frame;
  private final MemorySegment into;
  private final long[] nanos = new long[MOST];
  private int count;

  /**
   * Prepares round trips with frames of {@code frameBytes}.
   *
   * @param sleeps whether the client waits for the device's call; otherwise it busy-polls
   */
  public RoundTrips(GuestNic nic, int frameBytes, boolean sleeps) {
    this.nic = nic;
    this.sleeps = sleeps;
    tx = nic.transmitter(0);
    rx = nic.receiver(0);
    bytes = new byte[frameBytes];
    Arrays.fill(bytes, (byte) 2);
    frame = MemorySegment.ofArray(bytes);
    into = MemorySegment.ofArray(new byte[rx.capacityOfAll()]);
  }

  /** Runs round trips for a time. Clears earlier results. */
  public void run(double seconds) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    count = 0;
    long start;
    while (count < MOST && (start = System.nanoTime()) - end < 0) {
      once(start);
      nanos[count++] = System.nanoTime() - start;
    }
    Arrays.sort(nanos, 0, count);
  }

  private void once(long start) {
    if (!tx.send(frame, 0, bytes.length)) {
      throw new LabException("no room for one frame; " + tx.queue().state());
    }
    tx.flush();
    int length;
    while ((length = rx.receive(into, 0)) < 0) {
      if (sleeps) {
        nic.vring(0).awaitUsed(TIMEOUT_MILLIS);
      } else {
        Thread.onSpinWait();
        if (System.nanoTime() - start > TIMEOUT_NANOS) {
          throw new LabException("a frame did not come back within 5 s; " + rx.queue().state());
        }
      }
    }
    if (length != bytes.length) {
      throw new LabException(
          "a frame of %d bytes came back with %d".formatted(bytes.length, length));
    }
  }

  /** Returns the number of round trips. */
  public int count() {
    return count;
  }

  /**
   * Returns a quantile of the round-trip time, in nanoseconds.
   *
   * @param share of the round trips, 0 to 1
   */
  public long quantile(double share) {
    return nanos[Math.min(count - 1, (int) (share * count))];
  }
}
