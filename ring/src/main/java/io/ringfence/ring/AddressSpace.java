package io.ringfence.ring;

import java.lang.foreign.MemorySegment;

/**
 * All memory of this process as one segment. A byte's offset is its address.
 *
 * <p>An access through it is one instruction, without a check of bounds or of the mapping. So
 * callers use only addresses that were validated before: a ring's fields by {@link
 * GuestMemory#area}, a frame's segments by {@link Chain#add}. {@link GuestMemory#checkMapped}
 * checks that they are still mapped.
 */
public final class AddressSpace {
  /** The segment. */
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private AddressSpace() {}
}
