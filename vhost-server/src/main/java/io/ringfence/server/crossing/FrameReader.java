package io.ringfence.server.crossing;

import java.lang.foreign.MemorySegment;

/**
 * The receiver's end of a queue, for one thread. Frames are read one by one and their space is
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

  /** Returns the queue's memory, read-only. */
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

  /** Returns whether no published frame is left. Reads tail only after all known frames. */
  boolean isEmpty() {
    if (position == tail) {
      tail = barriers.observeTail(memory);
    }
    return position == tail;
  }

  /** Returns the current frame's destination. */
  public int port() {
    return RecordLayout.port(header);
  }

  /** Returns the current frame's flags, 8 bits. */
  public int flags() {
    return RecordLayout.flags(header);
  }

  /** Returns the current frame's length in bytes. */
  public int bytes() {
    return RecordLayout.length(header);
  }

  /** Returns the offset of the current frame in {@link #memory}. */
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
