package io.ringfence.server.crossing;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Both ends of one queue, for one thread, and the frames that tests pass through it. */
final class QueueEnds implements AutoCloseable {
  /** Bytes from which every test frame is a slice. */
  private static final MemorySegment PATTERN = pattern();

  private static final int SLICES = 4093;

  private final Arena arena = Arena.ofConfined();
  private final FrameWriter writer;
  private final FrameReader reader;

  QueueEnds(int capacity) {
    var queue = new FrameQueue(CrossingBarriers.ALL, arena, capacity);
    writer = new FrameWriter(queue, new SleepState(CrossingBarriers.ALL, arena));
    reader = new FrameReader(queue);
  }

  FrameWriter writer() {
    return writer;
  }

  FrameReader reader() {
    return reader;
  }

  /** Reserves and fills a frame; false if it does not fit. */
  boolean add(int seed, int bytes) {
    return add(writer, seed, bytes);
  }

  /** Likewise, by any writer; its port and flags are made of the seed, too. */
  static boolean add(FrameWriter writer, int seed, int bytes) {
    long at = writer.reserve(bytes, port(seed), seed & 0xff);
    if (at != FrameWriter.FULL) {
      MemorySegment.copy(PATTERN, slice(seed), writer.memory(), at, bytes);
    }
    return at != FrameWriter.FULL;
  }

  /** Takes the oldest frame and compares all that is known of it. */
  void expect(int seed, int bytes) {
    expect(reader, seed, bytes);
  }

  /** Likewise, by any reader. Throws, since an assertion of a library costs too much a frame. */
  static void expect(FrameReader reader, int seed, int bytes) {
    if (!reader.peek()) {
      throw new AssertionError("no frame; expected %d of %d bytes".formatted(seed, bytes));
    }
    expectCurrent(reader, seed, bytes);
    reader.advance();
  }

  static void expectCurrent(FrameReader reader, int seed, int bytes) {
    boolean known =
        reader.port() == port(seed) && reader.flags() == (seed & 0xff) && reader.bytes() == bytes;
    long from = reader.offset();
    long wrong =
        known
            ? MemorySegment.mismatch(
                reader.memory(), from, from + bytes, PATTERN, slice(seed), slice(seed) + bytes)
            : 0;
    if (wrong >= 0) {
      throw new AssertionError(
          "frame %d of %d bytes: found port %d, flags %d, %d bytes, of which %d is the first wrong"
              .formatted(seed, bytes, reader.port(), reader.flags(), reader.bytes(), wrong));
    }
  }

  private static int port(int seed) {
    return seed * 0x9e3779b1; // negative ones, too
  }

  private static long slice(int seed) {
    return Integer.remainderUnsigned(seed, SLICES);
  }

  private static MemorySegment pattern() {
    byte[] bytes = new byte[SLICES + (1 << 17)];
    new java.util.Random(17).nextBytes(bytes);
    return Arena.global().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
  }

  @Override
  public void close() {
    arena.close();
  }
}
