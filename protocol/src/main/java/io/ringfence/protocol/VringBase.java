package io.ringfence.protocol;

/**
 * The position at which a ring starts or has stopped: the {@code num} of SET_VRING_BASE and
 * GET_VRING_BASE.
 *
 * <pre>
 *   split    0-15 next index of the available ring to take      16-31 zero
 *   packed   0-14 next available descriptor, 15 its wrap counter
 *           16-30 next used descriptor,      31 its wrap counter
 * </pre>
 *
 * @param bits the 32 bits on the wire
 */
public record VringBase(int bits) {
  private static final int OFFSET_MASK = 0x7fff;

  /**
   * @param availIndex free-running index, 0 to 65535
   */
  public static VringBase split(int availIndex) {
    return new VringBase(availIndex & 0xffff);
  }

  /**
   * @param avail next available descriptor, 0 to 32767
   * @param used next used descriptor, 0 to 32767
   */
  public static VringBase packed(int avail, boolean availWrap, int used, boolean usedWrap) {
    return new VringBase(half(avail, availWrap) | half(used, usedWrap) << 16);
  }

  /** Returns the free-running index of a split ring, 0 to 65535. */
  public int availIndex() {
    return bits & 0xffff;
  }

  public int packedAvail() {
    return bits & OFFSET_MASK;
  }

  public boolean packedAvailWrap() {
    return (bits & 0x8000) != 0;
  }

  public int packedUsed() {
    return bits >>> 16 & OFFSET_MASK;
  }

  public boolean packedUsedWrap() {
    return bits < 0;
  }

  private static int half(int offset, boolean wrap) {
    return offset & OFFSET_MASK | (wrap ? 0x8000 : 0);
  }

  @Override
  public String toString() {
    return "0x%x".formatted(bits);
  }
}
