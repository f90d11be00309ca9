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
 * Barrier instructions that Java has no name for, as functions of a few bytes of machine code.
 *
 * <p>The code is written to a page of its own, which is then made executable and no longer
 * writable. Each call costs about what a store fence does, which is why {@link Order#STUB_NOP}
 * exists to be compared with.
 */
public final class MachineCode {
  /** A function of this class: its instruction, by architecture, without the return. */
  public enum Stub {
    NOP("", ""),
    X86_MFENCE("0faef0", null),
    X86_LFENCE("0faee8", null),
    X86_SFENCE("0faef8", null),
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

    /** The function's bytes, return included; null where the architecture has no such function. */
    byte[] bytes(Architecture architecture) {
      return switch (architecture) {
        case X86_64 -> x86 == null ? null : HexFormat.of().parseHex(x86 + "c3");
        case AARCH64 -> arm == null ? null : HexFormat.of().parseHex(arm + "c0035fd6");
      };
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
  private static final Map<Stub, MethodHandle> HANDLES = load();

  private MachineCode() {}

  /** The stub as a method handle of type {@code ()void}; null where this host has no such stub. */
  public static MethodHandle handle(Stub stub) {
    return HANDLES.get(stub);
  }

  /** The stub's bytes as they stand in executable memory; null where this host has no such stub. */
  public static MemorySegment code(Stub stub) {
    return CODE.get(stub);
  }

  private static Map<Stub, MethodHandle> load() {
    MemorySegment page = writablePage();
    var handles = new EnumMap<Stub, MethodHandle>(Stub.class);
    for (Stub stub : Stub.values()) {
      byte[] code = stub.bytes(Architecture.host());
      if (code != null) {
        MemorySegment at = page.asSlice((long) stub.ordinal() * STUB_BYTES, STUB_BYTES);
        at.copyFrom(MemorySegment.ofArray(code));
        CODE.put(stub, at.asSlice(0, code.length).asReadOnly());
        handles.put(
            stub,
            LINKER.downcallHandle(at, FunctionDescriptor.ofVoid(), Linker.Option.critical(false)));
      }
    }
    makeExecutable(page);
    return handles;
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

  /** Arm processors may hold stale instructions for a page that was just written. */
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
