package io.ringfence.testkit.ring;

import io.ringfence.testkit.DeviceFault;

/**
 * The driver's record of the buffers that the device holds, by head or buffer id, and their order
 * of addition.
 */
final class Outstanding {
  private final int[] token;
  private final int[] slots;
  private final long[] writable;
  private final boolean[] present;
  private final int[] fifo;
  private int first;
  private int count;

  Outstanding(int size) {
    token = new int[size];
    slots = new int[size];
    writable = new long[size];
    present = new boolean[size];
    fifo = new int[size];
  }

  int count() {
    return count;
  }

  void add(int id, int descriptors, int newToken, long writableBytes) {
    present[id] = true;
    token[id] = newToken;
    slots[id] = descriptors;
    writable[id] = writableBytes;
    int at = first + count++;
    fifo[at < fifo.length ? at : at - fifo.length] = id;
  }

  /**
   * Returns the buffer that was added first. Meaningful only if the device uses buffers in order.
   */
  int oldest() {
    return fifo[first];
  }

  long writable(int id) {
    return writable[id];
  }

  /**
   * Fills {@code used} and removes the buffer. Returns the number of its descriptors in the ring.
   */
  int remove(int id, long length, Used used) {
    present[id] = false;
    first = first + 1 == fifo.length ? 0 : first + 1;
    count--;
    used.id = id;
    used.length = length;
    used.token = token[id];
    return slots[id];
  }

  /** Refuses an id that is not outstanding, and a length beyond the buffer's writable bytes. */
  void check(int position, int id, long length) {
    if (id < 0 || id >= present.length || !present[id]) {
      throw new DeviceFault(
          "used element %d names id %d: not one of the %d outstanding buffers of a ring of %d"
              .formatted(position, Integer.toUnsignedLong(id), count, present.length));
    }
    if (length > writable[id]) {
      throw new DeviceFault(
          "used element %d, id %d: %d bytes written, the buffer has %d"
              .formatted(position, id, length, writable[id]));
    }
  }
}
