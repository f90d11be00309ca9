package io.ringfence.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Barrier instructions that Java cannot emit, as functions of a few bytes of machine code.
 *
 * <p>The code is written to a page of its own, which is then made executable and read-only. A call
 * costs about as much as a store fence. {@link Order#STUB_NOP} measures this cost.
 */
public final class MachineCode {
  /** A function: its instruction in hexadecimal on each architecture, without the return. */
  public enum Stub {
    NOP("", ""),
    X86_MFENCE("0faef0", null),
    X86_LFENCE("0faee8", null),
    X86_SFENCE("0faef8", null),
    X86_LOCK_ADDL("f0834424fc00", null), // $0,-4(%rsp): below the return address
    ARM_DMB_ISH(null, "bf3b03d5"),
    ARM_DMB_ISHLD(null, "bf3903d5"),
    ARM_DMB_ISHST(null, "bf3a03d5"),
    ARM_DMB_OSH(null, "bf3303d5"),
    ARM_DMB_OSHLD(null, "bf3103d5"),
    ARM_DMB_OSHST(null, "bf3203d5"),
    ARM_DSB_SY(null, "9f3f03d5"),
    ARM_DSB_LD(null, "9f3d03d5"),
    ARM_DSB_ST(null, "9f3e03d5");

    private final String x86;
    private final String arm;

    Stub(String x86, String arm) {
      this.x86 = x86;
      this.arm = arm;
    }

    /** Returns the function's bytes, return included; null if the architecture does not have it. */
    byte[] bytes(Architecture architecture) {
      return switch (architecture) {
        case X86_64 -> code(x86, "c3");
        case AARCH64 -> code(arm, "c0035fd6");
      };
    }

    /**
     * Returns the bytes of a function that executes the instruction as often as its argument, at
     * least once; null also for a stub without an instruction.
     */
    byte[] repeatedBytes(Architecture architecture) {
      if (this == NOP) {
        return null;
      }
      return switch (architecture) {
        case X86_64 -> code(x86, "ffcf" + "75" + back(x86) + "c3"); // dec %edi, jnz, ret
        case AARCH64 -> code(arm, "00040071" + "c1ffff54" + "c0035fd6"); // subs w0, b.ne, ret
      };
    }

    /** Returns the displacement of a jump to the instruction, from the end of the two-byte jump. */
    private static String back(String instruction) {
      return instruction == null
          ? ""
          : HexFormat.of().toHexDigits((byte) -(instruction.length() / 2 + 4));
    }

    private static byte[] code(String instruction, String end) {
      return instruction == null ? null : HexFormat.of().parseHex(instruction + end);
    }
  }

  private static final int PAGE_BYTES = 64 * 1024; // the largest page size of either architecture
  private static final int STUB_BYTES = 64; // a cache line each
  private static final int PROT_READ = 1;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Map<Stub, MemorySegment> CODE = new EnumMap<>(Stub.class);
  private static final Map<Stub, MethodHandle> HANDLES = new EnumMap<>(Stub.class);
  private static final Map<Stub, MethodHandle> REPEATED = new EnumMap<>(Stub.class);

  static {
    load();
  }

  private MachineCode() {}

  /** Returns the stub as a method handle of type {@code ()void}; null if this host lacks it. */
  public static MethodHandle handle(Stub stub) {
    return HANDLES.get(stub);
  }

  /**
   * Returns the stub's instruction in a loop, as a method handle of type {@code (int)void}; null if
   * this host has no such stub or the stub has no instruction. The argument is at least 1.
   */
  public static MethodHandle repeated(Stub stub) {
    return REPEATED.get(stub);
  }

  /** Returns the stub's bytes in executable memory; null if this host lacks it. */
  public static MemorySegment code(Stub stub) {
    return CODE.get(stub);
  }

  private static void load() {
    MemorySegment page = writablePage();
    for (Stub stub : Stub.values()) {
      byte[] once = stub.bytes(Architecture.host());
      if (once != null) {
        MemorySegment code = write(page, 2 * stub.ordinal(), once);
        CODE.put(stub, code.asReadOnly());
        HANDLES.put(stub, function(code, FunctionDescriptor.ofVoid()));
      }
      byte[] repeated = stub.repeatedBytes(Architecture.host());
      if (repeated != null) {
        MemorySegment code = write(page, 2 * stub.ordinal() + 1, repeated);
        REPEATED.put(stub, function(code, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT)));
      }
    }
    makeExecutable(page);
  }

  private static MemorySegment write(MemorySegment page, int index, byte[] code) {
    MemorySegment at = page.asSlice((long) index * STUB_BYTES, code.length);
    at.copyFrom(MemorySegment.ofArray(code));
    return at;
  }

  private static MethodHandle function(MemorySegment code, FunctionDescriptor type) {
    return LINKER.downcallHandle(code, type, Linker.Option.critical(false));
  }

  private static MemorySegment writablePage() {
    var mmap =
        downcall(
            "mmap",
            FunctionDescriptor.of(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    try {
      var page =
          (MemorySegment)
              mmap.invokeExact(
                  MemorySegment.NULL,
                  (long) PAGE_BYTES,
                  PROT_READ | PROT_WRITE,
                  MAP_PRIVATE_ANONYMOUS,
                  -1,
                  0L);
      if (page.address() == -1) {
        throw new IllegalStateException(
            "mmap of " + PAGE_BYTES + " bytes for barrier code was refused");
      }
      return page.reinterpret(PAGE_BYTES);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static void makeExecutable(MemorySegment page) {
    if (Architecture.host() == Architecture.AARCH64) {
      clearInstructionCache(page);
    }
    var mprotect =
        downcall(
            "mprotect",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));
    try {
      int result = (int) mprotect.invokeExact(page, (long) PAGE_BYTES, PROT_READ | PROT_EXEC);
      if (result != 0) {
        throw new IllegalStateException(
            "mprotect(read, execute) of barrier code was refused; a security policy that forbids"
                + " new executable pages must allow it for this process");
      }
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /** Clears the instruction cache. Arm processors may hold stale instructions for a new page. */
  private static void clearInstructionCache(MemorySegment page) {
    try (Arena arena = Arena.ofConfined()) {
      var symbol =
          java.lang.foreign.SymbolLookup.libraryLookup("libgcc_s.so.1", arena)
              .findOrThrow("__clear_cache");
      var clear =
          LINKER.downcallHandle(
              symbol, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
      clear.invokeExact(page, MemorySegment.ofAddress(page.address() + PAGE_BYTES));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  private static MethodHandle downcall(String function, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(function), descriptor);
  }

  private static RuntimeException rethrown(Throwable e) {
    return switch (e) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException(e);
    };
  }
}
