package io.ringfence.server.crossing;

import java.lang.foreign.MemorySegment;

/**
 * The sender's end of a queue, for one thread. Frames are reserved and filled one by one and
 * published together:
 *
 * <pre>
 *   long at = writer.reserve(bytes, port, flags);
 *   if (at == FrameWriter.FULL) {
 *     // drop the frame and count it
 *   } else {
 *     // write bytes into writer.memory() at that offset
 *   }
 *   ...
 *   outbox.publish(); // once a batch
 * </pre>
 */
public final class FrameWriter {
  /** The result of {@link #reserve} for a frame that does not fit. */
  public static final long FULL = -1;

  private final CrossingBarriers barriers;
  private final MemorySegment memory;
  private final SleepState receiver;
  private final long capacity;
  private final int mostFrameBytes;
  private long position; // the end of what is reserved
  private long published;
  private long head; // as last read

  FrameWriter(FrameQueue queue, SleepState receiver) {
    this.receiver = receiver;
    barriers = queue.barriers();
    memory = queue.memory();
    capacity = queue.capacity();
    // A frame of up to half the ring always fits into an empty ring, even with padding.
    mostFrameBytes = queue.capacity() / 2 - RecordLayout.HEADER_BYTES;
  }

  /** Returns the queue's memory. Bytes outside of the reserved frames belong to the queue. */
  public MemorySegment memory() {
    return memory;
  }

  /**
   * Reserves space for a frame. The receiver sees it after the next publication.
   *
   * @param bytes of the frame, all of which the caller writes before the publication
   * @param port the destination
   * @param flags 8 bits whose meaning is the caller's
   * @return the offset of the frame in {@link #memory}, a multiple of 8; {@link #FULL} if it does
   *     not fit now, or is longer than half of the queue
   */
  public long reserve(int bytes, int port, int flags) {
    if ((flags & ~RecordLayout.MOST_FLAGS) != 0) {
      throw new IllegalArgumentException("flags 0x%x; allowed are 8 bits".formatted(flags));
    }
    if (Integer.compareUnsigned(bytes, mostFrameBytes) > 0) {
      return FULL;
    }
    long record = RecordLayout.recordBytes(bytes);
    long toEnd = capacity - offset(position);
    long padding = record > toEnd ? toEnd : 0;
    if (!hasRoom(padding + record)) {
      return FULL;
    }
    if (padding > 0) {
      set(position, RecordLayout.header(RecordLayout.PADDING, 0, 0));
      position += padding;
    }
    set(position, RecordLayout.header(bytes, port, flags));
    long at = RecordLayout.RECORDS + offset(position) + RecordLayout.HEADER_BYTES;
    position += record;
    return at;
  }

  /**
   * Withdraws what was reserved since the last publication, for a caller that could not fill it.
   */
  public void rollBack() {
    position = published;
  }

  /**
   * Publishes what was reserved, by one store.
   *
   * @return whether the caller must signal the receiver, which sleeps
   */
  boolean publish() {
    if (position == published) {
      return false;
    }
    published = position;
    barriers.publishTail(memory, position);
    return receiver.claimWakeUp();
  }

  /** Reads head only if the value from last time does not suffice. */
  private boolean hasRoom(long bytes) {
    if (position + bytes - head > capacity) {
      head = barriers.observeHead(memory);
    }
    return position + bytes - head <= capacity;
  }

  private long offset(long at) {
    return at & (capacity - 1);
  }

  private void set(long at, long header) {
    memory.set(RecordLayout.HEADER, RecordLayout.RECORDS + offset(at), header);
  }
}
