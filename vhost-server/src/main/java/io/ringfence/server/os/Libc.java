package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * Binds functions of the C library, errno captured. A handle's first parameter is {@link
 * #errnoBuffer()}; {@link #result} turns what it returns into a count or minus an errno, as the
 * kernel itself has it, so that a caller on the data path can branch without an exception.
 */
final class Libc {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  static final MemoryLayout POINTER = ValueLayout.ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO_OFFSET =
      STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

  /** One buffer a thread: a call and the look at its errno are not to be parted. */
  private static final ThreadLocal<MemorySegment> ERRNO =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private static final MethodHandle GETPAGESIZE = function("getpagesize", INT);

  /** Bytes of a page: 4096, and up to 65536 on aarch64. */
  static final int PAGE_BYTES = pageBytes();

  private Libc() {}

  static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
    return bind(name, result, List.of(parameters), List.of());
  }

  /** A function declared with {@code ...} after its first {@code fixed} parameters. */
  static MethodHandle variadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... parameters) {
    return bind(name, result, List.of(parameters), List.of(Linker.Option.firstVariadicArg(fixed)));
  }

  private static MethodHandle bind(
      String name,
      MemoryLayout result,
      List<MemoryLayout> parameters,
      List<Linker.Option> extraOptions) {
    MemorySegment symbol =
        LINKER
            .defaultLookup()
            .find(name)
            .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
    List<Linker.Option> options = new ArrayList<>(extraOptions);
    options.add(Linker.Option.captureCallState("errno"));
    return LINKER.downcallHandle(
        symbol,
        FunctionDescriptor.of(result, parameters.toArray(MemoryLayout[]::new)),
        options.toArray(Linker.Option[]::new));
  }

  static MemorySegment errnoBuffer() {
    return ERRNO.get();
  }

  /** The result, or minus the errno that the call just left in the buffer. */
  static long result(long returned, MemorySegment errnoBuffer) {
    return returned == -1 ? -errnoBuffer.get(INT, ERRNO_OFFSET) : returned;
  }

  /** For the {@code Throwable} that a method handle declares. */
  static RuntimeException unexpected(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
  }

  private static int pageBytes() {
    if (ValueLayout.ADDRESS.byteSize() != 8) {
      throw new IllegalStateException("pointers of 4 bytes seen, 64-bit Linux allowed");
    }
    try {
      return (int) GETPAGESIZE.invokeExact(errnoBuffer());
    } catch (Throwable thrown) {
      throw unexpected(thrown);
    }
  }
}
