package io.ringfence.ring.queue;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.Architecture;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian fields of memory that the driver shares, by address (see {@link AddressSpace}).
 *
 * <p>Accesses are opaque: the compiler executes each one exactly once and never reads a validated
 * value a second time. They have no order; {@link Barriers} alone orders them.
 *
 * <p>The front-end may truncate the file behind the memory. The virtual machine then throws {@link
 * InternalError}, which ends one ring. But on x86-64 an interpreted 16-bit store that is not plain
 * crashes it: its signal handler cannot decode the {@code xchg}. So adjacent fields are written as
 * one 32-bit word, and avail_event, which has no neighbour, by a plain store.
 *
 * <p>In compiled code the error is thrown a little later. Until then a load from such a page
 * returns whatever its register held. That can be a negative {@link #u16}; the compiler assumes
 * that there is none and omits the check of the lower bound. So code that derives an address from
 * such a value must first bound it by an operation that holds for any value, such as a mask that is
 * not a constant. A part of a {@link #u64} is bounded by its own shift.
 */
public final class SharedField {
  static final VarHandle SHORT =
      ValueLayout.JAVA_SHORT
          .withOrder(ByteOrder.LITTLE_ENDIAN)
          .varHandle()
          .withInvokeExactBehavior();
  static final VarHandle INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle().withInvokeExactBehavior();
  private static final VarHandle LONG =
      ValueLayout.JAVA_LONG
          .withOrder(ByteOrder.LITTLE_ENDIAN)
          .varHandle()
          .withInvokeExactBehavior();

  private SharedField() {}

  /** Reads an unsigned 16-bit field at an address that is a multiple of 2. */
  public static int u16(long address) {
    return Short.toUnsignedInt((short) SHORT.getOpaque(AddressSpace.ALL, address));
  }

  /** Reads a 32-bit field at an address that is a multiple of 4. */
  public static int u32(long address) {
    return (int) INT.getOpaque(AddressSpace.ALL, address);
  }

  /** Reads a 64-bit field at an address that is a multiple of 8. */
  public static long u64(long address) {
    return (long) LONG.getOpaque(AddressSpace.ALL, address);
  }

  /** Writes the low 16 bits. */
  public static void setU16(long address, int value) {
    if (Architecture.host() == Architecture.X86_64) { // fences that bind the compiler alone
      VarHandle.releaseFence();
      SHORT.set(AddressSpace.ALL, address, (short) value);
      VarHandle.releaseFence();
    } else {
      SHORT.setOpaque(AddressSpace.ALL, address, (short) value);
    }
  }

  /** Writes 32 bits. */
  public static void setU32(long address, int value) {
    INT.setOpaque(AddressSpace.ALL, address, value);
  }
}
