package io.ringfence.ring.queue;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.Architecture;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Little-endian fields of memory that the driver shares, by address (see {@link AddressSpace}).
 *
 * <p>Access is opaque: the compiler performs each one exactly once and never makes a second read of
 * a value that was already judged. It promises no order: that is for {@link Barriers} alone.
 *
 * <p>The file behind the memory may be truncated by its owner. The virtual machine then throws
 * {@link InternalError}, which ends one ring; but on x86-64 it dies of a 16-bit store other than a
 * plain one that is not compiled yet (an {@code xchg} that its signal handler cannot decode). So
 * fields that lie next to each other are written as one word of 32 bits, and the only one that lies
 * alone, avail_event, is written plainly.
 *
 * <p>In compiled code the error comes a little later, and until then a load from such a page gives
 * whatever was in its register: also a negative {@link #u16}, of which the compiler knows that
 * there is none, and whose bounds it therefore does not check below. Who makes a place in memory of
 * one must first put it through an operation that bounds it whatever it was, such as a mask that is
 * not a constant; a part of a {@link #u64} is bounded by its own shift.
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

  /** An unsigned 16-bit field at an address that is a multiple of 2. */
  public static int u16(long address) {
    return Short.toUnsignedInt((short) SHORT.getOpaque(AddressSpace.ALL, address));
  }

  /** A 32-bit field at an address that is a multiple of 4. */
  public static int u32(long address) {
    return (int) INT.getOpaque(AddressSpace.ALL, address);
  }

  /** A 64-bit field at an address that is a multiple of 8. */
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
