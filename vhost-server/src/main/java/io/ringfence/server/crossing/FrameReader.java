package io.ringfence.server.crossing;

import java.lang.foreign.MemorySegment;

/**
 * The receiver's end of a queue, for one thread. Frames are looked at one by one and their space is
 * released together:
 *
 * <pre>
 *   while (reader.peek()) {
 *     // read reader.bytes() bytes of reader.memory() at reader.offset()
 *     reader.advance();
 *   }
 *   reader.release(); // once a batch
 * </pre>
 */
public final class FrameReader {
  private final CrossingBarriers barriers;
  private final MemorySegment memory;
  private final MemorySegment readOnly;
  private final long capacity;
  private long position; // of the current frame
  private long tail; // as last read
  private long released;
  private long header; // of the current frame

  FrameReader(FrameQueue queue) {
    barriers = queue.barriers();
    memory = queue.memory();
    readOnly = memory.asReadOnly();
    capacity = queue.capacity();
  }

  /** The queue's memory, read-only. */
  public MemorySegment memory() {
    return readOnly;
  }

  /**
   * Finds the current frame, the oldest one that was not passed. Its bytes stay as they are until
   * {@link #release}.
   *
   * @return false if the queue is empty
   */
  public boolean peek() {
    if (isEmpty()) {
      return false;
    }
    header = headerAtPosition();
    if (RecordLayout.length(header) == RecordLayout.PADDING) {
      position += capacity - ringOffset(); // a frame follows, which was published with the padding
      header = headerAtPosition();
    }
    return true;
  }

  /** Whether no published frame is left. Reads tail only if all known frames were passed. */
  boolean isEmpty() {
    if (position == tail) {
      tail = barriers.observeTail(memory);
    }
    return position == tail;
  }

  /** The current frame's destination. */
  public int port() {
    return RecordLayout.port(header);
  }

  /** The current frame's flags, 8 bits. */
  public int flags() {
    return RecordLayout.flags(header);
  }

  /** The current frame's length. */
  public int bytes() {
    return RecordLayout.length(header);
  }

  /** Where the current frame begins in {@link #memory}. */
  public long offset() {
    return RecordLayout.RECORDS + ringOffset() + RecordLayout.HEADER_BYTES;
  }

  /** Passes the current frame, which {@link #peek} found. */
  public void advance() {
    position += RecordLayout.recordBytes(bytes());
  }

  /** Gives the space of the passed frames back to the sender, by one store. */
  public void release() {
    if (position != released) {
      released = position;
      barriers.releaseHead(memory, position);
    }
  }

  private long headerAtPosition() {
    return memory.get(RecordLayout.HEADER, RecordLayout.RECORDS + ringOffset());
  }

  private long ringOffset() {
    return position & (capacity - 1);
  }
}
