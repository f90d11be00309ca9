package io.ringfence.ring;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The buffers of one descriptor chain, as segments of guest memory: first device-readable ones,
 * then device-writable ones. The object is reused. Its arrays grow to the longest chain so far;
 * beyond that nothing is allocated.
 */
public final class Chain {
  /** The most bytes that a chain may hold (VIRTIO 1.3, 2.7.5). */
  private static final long MOST_BYTES = 1L << 32;

  private int id;
  private int slots;
  private int descriptors;
  private int steps;
  private int segments;
  private int readableSegments;
  private long readableBytes;
  private long writableBytes;
  private int lastExtent; // holds the last buffer, and most likely the next one
  private long[] addresses = new long[8];
  private long[] lengths = new long[8];

  /** Returns the id of the used element: a split ring's head, a packed ring's buffer id. */
  public int id() {
    return id;
  }

  /** Returns the ring's descriptors that the chain occupies; a packed ring advances by it. */
  public int slots() {
    return slots;
  }

  /**
   * Returns the ring's descriptors that the chain consists of, without those of an indirect table.
   */
  public int descriptors() {
    return descriptors;
  }

  /** Returns the buffers that were added, empty ones included: the cost of taking the chain. */
  public int steps() {
    return steps;
  }

  /** Returns the number of segments, readable ones first. */
  public int segments() {
    return segments;
  }

  /** Returns the number of device-readable segments. */
  public int readableSegments() {
    return readableSegments;
  }

  /** Returns the device-readable bytes. */
  public long readableBytes() {
    return readableBytes;
  }

  /** Returns the device-writable bytes. */
  public long writableBytes() {
    return writableBytes;
  }

  /** Returns the address of segment i in this process. */
  public long address(int i) {
    return addresses[i];
  }

  /** Returns the bytes of segment i. */
  public long length(int i) {
    return lengths[i];
  }

  /** Empties the chain for reuse. */
  public void reset() {
    segments = 0;
    steps = 0;
    readableSegments = 0;
    readableBytes = 0;
    writableBytes = 0;
  }

  /** Sets the id that returns the chain, and the slots of the ring that it occupies. */
  public void identify(int id, int slots) {
    this.id = id;
    this.slots = slots;
    descriptors = slots;
  }

  /** Sets the number of descriptors, if it differs from the number of slots. */
  public void madeOf(int count) {
    descriptors = count;
  }

  /**
   * Makes this a chain of one descriptor's buffer, like {@link #reset} and {@link #add}. It is
   * faster for one buffer in one segment, the common case.
   *
   * @throws BrokenRingException as {@link #add}
   */
  public void single(GuestMemory memory, long guestAddress, long bytes, boolean writable) {
    long address = memory.mappedIn(lastExtent, guestAddress, bytes);
    if (address == 0 || bytes == 0) {
      reset();
      add(memory, guestAddress, bytes, writable);
      return;
    }
    addresses[0] = address;
    lengths[0] = bytes;
    steps = 1;
    segments = 1;
    readableSegments = writable ? 0 : 1;
    readableBytes = writable ? 0 : bytes;
    writableBytes = writable ? bytes : 0;
  }

  /**
   * Adds a descriptor's buffer: a segment for each extent of memory that it crosses. An empty
   * buffer adds nothing, and its address is not checked.
   *
   * @throws BrokenRingException if the buffer is not in guest memory, makes the chain longer than
   *     2^32 bytes (2.7.5), or is readable and follows a writable one (2.7.13: the driver places
   *     readable descriptors first)
   */
  public void add(GuestMemory memory, long guestAddress, long bytes, boolean writable) {
    steps++;
    if (!writable && writableBytes > 0) {
      throw new BrokenRingException(
          "device-readable descriptor after a device-writable one; readable ones come first");
    }
    long sum = readableBytes + writableBytes + bytes;
    if (sum > MOST_BYTES) { // also bounds the number of segments, for extents of any size
      throw new BrokenRingException(
          "descriptor chain of %d bytes; allowed are at most %d".formatted(sum, MOST_BYTES));
    }
    if (GuestMemory.wraps(guestAddress, bytes)) {
      throw memory.outside(guestAddress, bytes);
    }
    long address = guestAddress;
    long left = bytes;
    while (left > 0) {
      int extent = memory.holds(lastExtent, address) ? lastExtent : memory.extentOf(address);
      if (extent < 0) {
        throw memory.outside(guestAddress, bytes);
      }
      lastExtent = extent;
      long offset = memory.offset(extent, address);
      long length = Math.min(left, memory.room(extent, offset));
      addSegment(memory.mapped(extent) + offset, length);
      address += length;
      left -= length;
    }
    if (writable) {
      writableBytes += bytes;
    } else {
      readableBytes += bytes;
      readableSegments = segments;
    }
  }

  private void addSegment(long address, long length) {
    if (segments == lengths.length) {
      addresses = Arrays.copyOf(addresses, 2 * segments);
      lengths = Arrays.copyOf(lengths, 2 * segments);
    }
    addresses[segments] = address;
    lengths[segments] = length;
    segments++;
  }

  /** Copies readable bytes, starting {@code from} bytes into the chain, to private memory. */
  public void copyOut(long from, MemorySegment target, long targetOffset, long bytes) {
    if (bytes == 0) {
      return;
    }
    int i = 0;
    long skip = from;
    while (skip >= lengths[i]) {
      skip -= lengths[i++];
    }
    long done = 0;
    while (done < bytes) {
      long length = Math.min(bytes - done, lengths[i] - skip);
      MemorySegment.copy(
          AddressSpace.ALL, addresses[i] + skip, target, targetOffset + done, length);
      done += length;
      skip = 0;
      i++;
    }
  }

  /** Copies private memory into the writable bytes, starting {@code to} bytes into them. */
  public void copyIn(long to, MemorySegment source, long sourceOffset, long bytes) {
    if (bytes == 0) {
      return;
    }
    int i = readableSegments;
    long skip = to;
    while (skip >= lengths[i]) {
      skip -= lengths[i++];
    }
    long done = 0;
    while (done < bytes) {
      long length = Math.min(bytes - done, lengths[i] - skip);
      MemorySegment.copy(
          source, sourceOffset + done, AddressSpace.ALL, addresses[i] + skip, length);
      done += length;
      skip = 0;
      i++;
    }
  }
}
