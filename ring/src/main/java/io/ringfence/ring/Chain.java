package io.ringfence.ring;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The buffers of one descriptor chain: segments of guest memory, those the device may read before
 * those it may write. One object is filled over and over; nothing is allocated once its arrays have
 * grown to the driver's habit.
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
  private int lastExtent; // where a buffer was found, the next one most likely is too
  private long[] addresses = new long[8];
  private long[] lengths = new long[8];

  /** The id to return with the used element: a split ring's head, a packed ring's buffer id. */
  public int id() {
    return id;
  }

  /** Descriptors of the ring that the chain takes up; a packed ring skips by it. */
  public int slots() {
    return slots;
  }

  /**
   * Descriptors of the ring that the chain is made of, those of an indirect table not among them.
   */
  public int descriptors() {
    return descriptors;
  }

  /** Buffers that were added, empty ones too: what it cost to take the chain. */
  public int steps() {
    return steps;
  }

  /** The number of segments, readable ones first. */
  public int segments() {
    return segments;
  }

  /** How many of the segments the device may only read. */
  public int readableSegments() {
    return readableSegments;
  }

  /** Bytes the device may read. */
  public long readableBytes() {
    return readableBytes;
  }

  /** Bytes the device may write. */
  public long writableBytes() {
    return writableBytes;
  }

  /** The address at which segment i is mapped. */
  public long address(int i) {
    return addresses[i];
  }

  /** Bytes in segment i. */
  public long length(int i) {
    return lengths[i];
  }

  /** Empties the chain, to be filled anew. */
  public void reset() {
    segments = 0;
    steps = 0;
    readableSegments = 0;
    readableBytes = 0;
    writableBytes = 0;
  }

  /** Says what to return the chain by, and how many slots of the ring it takes up. */
  public void identify(int id, int slots) {
    this.id = id;
    this.slots = slots;
    descriptors = slots;
  }

  /** Says how many descriptors it is made of, where that is another number than its slots. */
  public void madeOf(int count) {
    descriptors = count;
  }

  /**
   * Makes it a chain of one descriptor's buffer: as {@link #reset}, then {@link #add}, without the
   * questions that one buffer in one segment, as most are, does not raise.
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
   * Adds a descriptor's buffer, in as many segments as the memory's extents make of it. An empty
   * buffer adds nothing, wherever it points.
   *
   * @throws BrokenRingException where the buffer is not in guest memory, makes the chain longer
   *     than 2^32 bytes (2.7.5), or is readable after a writable one (2.7.13: the driver places
   *     readable descriptors first)
   */
  public void add(GuestMemory memory, long guestAddress, long bytes, boolean writable) {
    steps++;
    if (!writable && writableBytes > 0) {
      throw new BrokenRingException(
          "descriptor for reading after one for writing; a chain holds the readable ones first");
    }
    long sum = readableBytes + writableBytes + bytes;
    if (sum > MOST_BYTES) { // which also bounds the segments, however small the extents are
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
