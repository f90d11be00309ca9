package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sets single bits in memory that others change concurrently, and that may have lost its file.
 *
 * <p>Java's own read-modify-write would end the JVM if the file behind the memory was truncated.
 * The kernel's FUTEX_WAKE_OP changes a word atomically before it wakes the waiters, of which there
 * are none. If the page is missing, the call returns EFAULT and no signal is raised.
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

  /** The futex word of the call, which has no waiters. */
  private static final MemorySegment UNUSED = Arena.global().allocate(ValueLayout.JAVA_INT);

  private AtomicBits() {}

  /**
   * Sets a bit of a 32-bit word, atomically for every other thread and process. It is no full
   * barrier.
   *
   * @param address of the word, a multiple of 4
   * @param bit 0 to 31
   * @throws OsException EFAULT if the memory is missing or read-only
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
