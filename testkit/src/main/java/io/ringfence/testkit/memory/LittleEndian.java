package io.ringfence.testkit.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * le16, le32 and le64 in memory shared with a device (VIRTIO 1.3, 1.4).
 *
 * <p>Access is opaque: the compiler neither repeats nor drops it. The caller orders accesses by
 * fences.
 */
public final class LittleEndian {
  private static final ValueLayout.OfShort LE16 =
      ValueLayout.JAVA_SHORT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt LE32 =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LE64 =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

  /**
   * Plain access at any address, for fields that the other side reads only after an index or flag.
   */
  public static final ValueLayout.OfShort PLAIN16 = LE16.withByteAlignment(1);

  public static final ValueLayout.OfInt PLAIN32 = LE32.withByteAlignment(1);
  public static final ValueLayout.OfLong PLAIN64 = LE64.withByteAlignment(1);

  private static final VarHandle H16 = LE16.varHandle();
  private static final VarHandle H32 = LE32.varHandle();
  private static final VarHandle H64 = LE64.varHandle();

  private LittleEndian() {}

  /** Reads an unsigned le16. */
  public static int get16(MemorySegment at, long offset) {
    return (short) H16.getOpaque(at, offset) & 0xffff;
  }

  /** Writes le16. */
  public static void set16(MemorySegment at, long offset, int value) {
    H16.setOpaque(at, offset, (short) value);
  }

  /** Reads le32. */
  public static int get32(MemorySegment at, long offset) {
    return (int) H32.getOpaque(at, offset);
  }

  /** Writes le32. */
  public static void set32(MemorySegment at, long offset, int value) {
    H32.setOpaque(at, offset, value);
  }

  /** Reads le64. */
  public static long get64(MemorySegment at, long offset) {
    return (long) H64.getOpaque(at, offset);
  }

  /** Writes le64. */
  public static void set64(MemorySegment at, long offset, long value) {
    H64.setOpaque(at, offset, value);
  }
}
