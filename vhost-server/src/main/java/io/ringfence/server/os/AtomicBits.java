package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sets single bits in memory that others change at the same time, and that may be gone.
 *
 * <p>Java's own read-modify-write would end the JVM where the file behind the memory was truncated.
 * Here the kernel does it: FUTEX_WAKE_OP changes a word atomically before it wakes whoever waits
 * for it, and nobody does. Where there is no page the kernel says EFAULT, and no signal is sent.
 */
public final class AtomicBits {
  private static final LibcFunction SYSCALL = LibcFunction.ofLong("syscall");

  private static final long SYS_FUTEX =
      switch (System.getProperty("os.arch")) {
        case "amd64", "x86_64" -> 202;
        case "aarch64" -> 98;
        default ->
            throw new ExceptionInInitializerError(
                "os.arch is " + System.getProperty("os.arch") + "; allowed are amd64 and aarch64");
      };
  private static final int WAKE_OP_PRIVATE = 5 | 0x80;
  private static final int OR_ONE_SHIFTED = (0x8 | 0x2) << 28;
  private static final int OPERAND_SHIFT = 12;
  private static final int NOBODY = 0;

  /** The word whose waiters would be woken besides; it has none. */
  private static final MemorySegment UNUSED = Arena.global().allocate(ValueLayout.JAVA_INT);

  private AtomicBits() {}

  /**
   * Sets a bit of a 32-bit word, in one step for every other thread and process. A full barrier is
   * not promised.
   *
   * @param address of the word, a multiple of 4
   * @param bit 0 to 31
   * @throws OsException EFAULT where there is no memory, or none to be written
   */
  public static void set(long address, int bit) {
    int operation = OR_ONE_SHIFTED | bit << OPERAND_SHIFT;
    long result =
        SYSCALL.call(
            SYS_FUTEX, UNUSED.address(), WAKE_OP_PRIVATE, NOBODY, NOBODY, address, operation);
    if (result < 0) {
      throw new OsException("set a bit at 0x%x".formatted(address), (int) -result);
    }
  }
}
