package io.ringfence.server.crossing;

import java.lang.foreign.ValueLayout;

/**
 * The memory of a {@link FrameQueue}.
 *
 * <pre>
 *     0  tail     u64  records before this position are published; written by the sender
 *   128  head     u64  records before this position are free again; written by the receiver
 *   256  records       a ring of {@code capacity} bytes
 *
 *   record, at a multiple of 8, never across the end of the ring:
 *     0  length   u24  bytes of the frame, or PADDING
 *     3  flags    u8
 *     4  port     i32
 *     8  frame         then up to 7 unused bytes
 * </pre>
 *
 * A record that would cross the end of the ring starts at the ring's beginning instead. A record
 * with length PADDING fills the gap. Positions count bytes since the queue was created and never
 * wrap; their low bits are an offset in the ring. Fields have the byte order of this machine.
 */
final class RecordLayout {
  /** Two cache lines, since x86-64 processors fetch lines in pairs. */
  static final int LINES_BYTES = 128;

  static final long TAIL = 0;
  static final long HEAD = LINES_BYTES;
  static final long RECORDS = 2L * LINES_BYTES;

  /** The first eight bytes of a record. */
  static final ValueLayout.OfLong HEADER = ValueLayout.JAVA_LONG;

  static final int HEADER_BYTES = 8;
  static final int PADDING = 0xff_ffff;
  static final int MOST_FLAGS = 0xff;

  private static final int ALIGNMENT = 8;
  private static final int FLAGS_SHIFT = 24;
  private static final int PORT_SHIFT = 32;

  private RecordLayout() {}

  /** Bytes that a frame takes up in the ring. */
  static long recordBytes(int frameBytes) {
    return (HEADER_BYTES + (long) frameBytes + ALIGNMENT - 1) & -ALIGNMENT;
  }

  static long header(int frameBytes, int port, int flags) {
    return (long) port << PORT_SHIFT | (long) flags << FLAGS_SHIFT | frameBytes;
  }

  static int length(long header) {
    return (int) header & PADDING;
  }

  static int flags(long header) {
    return (int) header >>> FLAGS_SHIFT;
  }

  static int port(long header) {
    return (int) (header >> PORT_SHIFT);
  }
}
