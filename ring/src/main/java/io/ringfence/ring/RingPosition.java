package io.ringfence.ring;

/**
 * A device's position in a ring.
 *
 * @param avail the next descriptor to take: a split ring's free-running 16-bit index, or a packed
 *     ring's slot
 * @param used the next descriptor to return, in the same form
 * @param availWrap a packed ring's wrap counter for {@code avail}; false for split rings
 * @param usedWrap the wrap counter for {@code used}
 */
public record RingPosition(int avail, int used, boolean availWrap, boolean usedWrap) {
  /** Returns the position of a split ring at rest: each chain taken has been returned. */
  public static RingPosition split(int index) {
    return new RingPosition(index & 0xffff, index & 0xffff, false, false);
  }

  /** Returns a packed ring's position from its vring base: avail in bits 0-15, used in 16-31. */
  public static RingPosition packed(int base) {
    return new RingPosition(base & 0x7fff, base >>> 16 & 0x7fff, (base & 0x8000) != 0, base < 0);
  }

  /** Returns the vhost-user vring base of a packed ring. */
  public int packedBase() {
    return avail | (availWrap ? 0x8000 : 0) | used << 16 | (usedWrap ? 0x8000_0000 : 0);
  }
}
