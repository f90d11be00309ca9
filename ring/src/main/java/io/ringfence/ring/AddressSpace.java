package io.ringfence.ring;

import java.lang.foreign.MemorySegment;

/**
 * All memory of this process as one segment, in which a byte's offset is its address.
 *
 * <p>An access through it is one instruction: it asks neither whether the place is within bounds
 * nor whether it is still mapped. So it is for places alone that were judged before, a ring's
 * fields by {@link GuestMemory#area} and a frame's segments by {@link Chain#add}, and for the time
 * that {@link GuestMemory#checkMapped} has answered for.
 */
public final class AddressSpace {
  /** The segment. */
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private AddressSpace() {}
}
