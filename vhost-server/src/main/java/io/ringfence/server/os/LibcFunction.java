package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;

/**
 * A function of the C library. It returns its result, or minus an errno, as the kernel itself does.
 * A caller on the data path can thus branch without an exception. A call allocates nothing.
 *
 * <p>All functions share one call sequence: seven integers or addresses of 64 bits, and one result.
 * System V x86-64 and AAPCS64 pass such arguments in the same registers whatever their declared
 * width, named or behind {@code ...}. Surplus arguments are ignored. Java links each signature
 * separately, at 13 ms of CPU time at start-up, and keeps the code.
 *
 * <p>Memory is passed as an address: the caller keeps it alive during the call.
 *
 * @param address of its code
 * @param wide whether its result has 64 bits, not an {@code int}'s 32
 */
record LibcFunction(MemorySegment address, boolean wide) {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL = sequence();

  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  static final long ERRNO_OFFSET = STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  /** One buffer per thread: a call and its errno must stay together. */
  private static final ThreadLocal<MemorySegment> ERRNO =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  /** Looks up a function that returns an {@code int}. */
  static LibcFunction ofInt(String name) {
    return new LibcFunction(find(name), false);
  }

  /** Looks up a function that returns a {@code long}, a {@code ssize_t} or a pointer. */
  static LibcFunction ofLong(String name) {
    return new LibcFunction(find(name), true);
  }

  private static MemorySegment find(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
  }

  private static MethodHandle sequence() {
    MemoryLayout[] arguments = new MemoryLayout[7];
    Arrays.fill(arguments, ValueLayout.JAVA_LONG);
    return LibcHook.linked(
        LINKER.downcallHandle(
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, arguments),
            Linker.Option.captureCallState("errno")));
  }

  long call() {
    return invoke(0, 0, 0, 0, 0, 0, 0);
  }

  long call(long a) {
    return invoke(a, 0, 0, 0, 0, 0, 0);
  }

  long call(long a, long b) {
    return invoke(a, b, 0, 0, 0, 0, 0);
  }

  long call(long a, long b, long c) {
    return invoke(a, b, c, 0, 0, 0, 0);
  }

  long call(long a, long b, long c, long d) {
    return invoke(a, b, c, d, 0, 0, 0);
  }

  long call(long a, long b, long c, long d, long e) {
    return invoke(a, b, c, d, e, 0, 0);
  }

  long call(long a, long b, long c, long d, long e, long f) {
    return invoke(a, b, c, d, e, f, 0);
  }

  long call(long a, long b, long c, long d, long e, long f, long g) {
    return invoke(a, b, c, d, e, f, g);
  }

  /**
   * Compiled as a separate method (scripts/lib/daemon.sh). If it were inlined into deeply nested
   * callers, some of its own callees would not be, and each call would allocate.
   */
  private long invoke(long a, long b, long c, long d, long e, long f, long g) {
    MemorySegment errno = ERRNO.get();
    long returned;
    try {
      returned = (long) CALL.invokeExact(address, errno, a, b, c, d, e, f, g);
    } catch (Error | RuntimeException thrown) {
      throw thrown;
    } catch (Throwable thrown) { // which a method handle declares, and this one has not
      throw new IllegalStateException(thrown);
    }
    long result = wide ? returned : (int) returned;
    return result == -1 ? -errno.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : result;
  }
}
