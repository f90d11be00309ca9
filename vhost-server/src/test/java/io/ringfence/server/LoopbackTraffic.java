package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.NetReceiver;
import io.ringfence.testkit.net.NetTransmitter;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;

/**
 * Frames of random sizes through a daemon's loopback and back, each byte and the order checked. The
 * driver sleeps on calls when it has nothing to do, so that a lost one is found out as well.
 */
public final class LoopbackTraffic {
  static final int SMALLEST = 14;
  static final int LARGEST = 9_000;
  private static final int ADDRESSES = 12;
  private static final int STARTS = 1 << 16; // where in the random bytes a frame may begin
  private static final long TIMEOUT_MILLIS = 20_000;

  private final GuestNic nic;
  private final byte[] bytes = new byte[STARTS + LARGEST];
  private final MemorySegment source = MemorySegment.ofArray(bytes);
  private final byte[] got = new byte[1 << 17];
  private final MemorySegment into = MemorySegment.ofArray(got);
  private final Random sendSizes;
  private final Random receiveSizes;
  private int largest = LARGEST;
  private int sent;
  private int received;
  private int nextLength; // 0 before the first
  private int burst = Integer.MAX_VALUE;
  private int pauseEvery = Integer.MAX_VALUE;
  private Runnable pause = () -> {};

  public LoopbackTraffic(GuestNic nic, long seed) {
    this.nic = nic;
    sendSizes = new Random(seed);
    receiveSizes = new Random(seed);
    new Random(seed + 1).nextBytes(bytes);
  }

  /** Frames of at most so many bytes. */
  public LoopbackTraffic upTo(int most) {
    largest = most;
    return this;
  }

  /** Sends at most so many frames before it looks for some that came back. */
  public LoopbackTraffic inBurstsOf(int frames) {
    burst = frames;
    return this;
  }

  /** After each so many frames sent, while some are on their way, does something else. */
  public LoopbackTraffic every(int frames, Runnable something) {
    pauseEvery = frames;
    pause = something;
    return this;
  }

  /** Frames that came back. */
  public int received() {
    return received;
  }

  /** Sends so many frames, and returns when all have come back. */
  public void run(int frames) {
    int end = sent + frames;
    nextLength = nextLength == 0 ? length(sendSizes) : nextLength;
    while (received < end) {
      send(end);
      if (receive() == 0) {
        // With nothing on its way, what was missing is a transmit buffer that is still to come
        // back.
        nic.vring(received < sent ? 0 : 1).awaitUsed(TIMEOUT_MILLIS);
      }
    }
  }

  private int length(Random sizes) {
    return SMALLEST + sizes.nextInt(largest - SMALLEST + 1);
  }

  private static int start(int frame) {
    return frame * 40_503 & STARTS - 1;
  }

  private void send(int end) {
    NetTransmitter tx = nic.transmitter(0);
    boolean pauses = false;
    int left = burst;
    while (sent < end && left-- > 0 && tx.send(source, start(sent), nextLength)) {
      nextLength = length(sendSizes);
      pauses |= ++sent % pauseEvery == 0;
    }
    tx.flush();
    if (pauses) {
      pause.run();
    }
  }

  private int receive() {
    NetReceiver rx = nic.receiver(0);
    int frames = 0;
    int length;
    while ((length = rx.receive(into, 0)) >= 0) {
      check(length);
      received++;
      frames++;
    }
    return frames;
  }

  private void check(int length) {
    assertThat(length).as("bytes of frame %d", received).isEqualTo(length(receiveSizes));
    int at = start(received);
    boolean same =
        Arrays.equals(got, 0, 6, bytes, at + 6, at + 12)
            && Arrays.equals(got, 6, 12, bytes, at, at + 6)
            && Arrays.equals(got, ADDRESSES, length, bytes, at + ADDRESSES, at + length);
    if (!same) {
      throw new AssertionError(
          "frame %d of %d bytes differs from byte %d on"
              .formatted(
                  received,
                  length,
                  Arrays.mismatch(got, ADDRESSES, length, bytes, at + ADDRESSES, at + length)));
    }
  }
}
