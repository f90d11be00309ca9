package io.ringfence.lab.checks.dpdk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;

/**
 * Frames that depend on their number alone: 60 to 1514 bytes, three of four of them short, random
 * bytes, and the number itself, so that all differ. For one thread.
 */
final class Frames {
  static final int LARGEST = 1514;
  private static final int SMALLEST = 60;
  private static final int SHORT_SPAN = 192;
  private static final int ADDRESS = 6;
  private static final int NUMBER_AT = 14;
  private static final int STARTS =
      1 << 16; // offsets in the random bytes at which a frame may begin

  private final byte[] random = new byte[STARTS + LARGEST];
  private final ByteBuffer expected =
      ByteBuffer.allocate(LARGEST).order(ByteOrder.nativeOrder()); // as in the pipe

  Frames() {
    new Random(1).nextBytes(random);
  }

  /** Returns the bytes of a frame. */
  int length(long number) {
    int mixed = (int) ((number + 1) * 0x9e3779b97f4a7c15L >>> 33);
    int span = (mixed & 3) == 0 ? LARGEST - SMALLEST + 1 : SHORT_SPAN;
    return SMALLEST + (mixed >>> 2) % span;
  }

  /** Writes a frame as it is sent. */
  void put(long number, ByteBuffer into) {
    int at = into.position();
    int start = (int) (number * 40_503) & STARTS - 1;
    into.put(random, start, length(number));
    into.put(at, (byte) 2).put(at + ADDRESS, (byte) 2); // two addresses of stations
    into.putLong(at + NUMBER_AT, number);
  }

  /**
   * Returns whether bytes are a frame as the daemon reflects it, with source and destination
   * exchanged.
   */
  boolean matches(long number, byte[] seen, int length) {
    put(number, expected.clear());
    byte[] sent = expected.array();
    return length == length(number)
        && Arrays.equals(seen, 0, ADDRESS, sent, ADDRESS, 2 * ADDRESS)
        && Arrays.equals(seen, ADDRESS, 2 * ADDRESS, sent, 0, ADDRESS)
        && Arrays.equals(seen, 2 * ADDRESS, length, sent, 2 * ADDRESS, length);
  }
}
