package io.ringfence.server.os;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Errors in place of system calls, in a JVM of its own: {@link #install} comes before the first
 * call. What is not told to fail is done by the kernel.
 */
public final class FaultyLibc {
  private static final int SYS_SETUP = 425;
  private static final int SYS_ENTER = 426;
  private static final int PARAMS_BYTES = 120;
  private static final int COMPLETIONS = 80; // within io_uring_params, and what is in it
  private static final int MASK = 8;
  private static final int ENTRIES = 20;
  private static final int ENTRY_BYTES = 16;

  private record Fault(long function, Predicate<long[]> which, int errno) {}

  /** An io_uring's completions: where its head, tail, mask and entries are in its mapping. */
  private record Completions(int head, int tail, int mask, int entries, MemorySegment ring) {
    static Completions of(MemorySegment params) {
      return new Completions(
          at(params, 0), at(params, 4), at(params, MASK), at(params, ENTRIES), null);
    }

    private static int at(MemorySegment params, int offset) {
      return params.get(ValueLayout.JAVA_INT, COMPLETIONS + offset);
    }

    Completions in(MemorySegment mapping) {
      return new Completions(head, tail, mask, entries, mapping);
    }

    /** Gives those that nobody has read yet another result. */
    void replaceResults(int result) {
      int last = ring.get(ValueLayout.JAVA_INT, tail);
      int bits = ring.get(ValueLayout.JAVA_INT, mask);
      for (int i = ring.get(ValueLayout.JAVA_INT, head); i != last; i++) {
        ring.set(ValueLayout.JAVA_INT, entries + (long) (i & bits) * ENTRY_BYTES + 8, result);
      }
    }
  }

  private static final List<Fault> FAULTS = new CopyOnWriteArrayList<>();
  private static final long SYSCALL = address("syscall");
  private static final long MMAP = address("mmap");

  private static volatile int completionErrno;
  private static final Map<Long, Completions> QUEUES = new ConcurrentHashMap<>(); // by descriptor

  private FaultyLibc() {}

  /** Stands between all calls and the C library from now on. */
  public static void install() {
    LibcHook.install(call -> {
      try {
        MethodHandle intercept =
            MethodHandles.lookup()
                .findStatic(
                    FaultyLibc.class,
                    "intercept",
                    call.type().insertParameterTypes(0, MethodHandle.class));
        return intercept.bindTo(call);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    });
  }

  /** Every errno of {@link Errno}, by its name. */
  public static Map<String, Integer> errnos() {
    var errnos = new TreeMap<String, Integer>();
    try {
      for (Field field : Errno.class.getFields()) {
        errnos.put(field.getName(), field.getInt(null));
      }
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
    return errnos;
  }

  /** Has calls of a function fail whose arguments are as told. */
  public static void fail(String function, int errno, Predicate<long[]> which) {
    FAULTS.add(new Fault(address(function), which, errno));
  }

  /** Has all calls of a function fail that take a descriptor first. */
  public static void fail(String function, int errno, Fd fd) {
    int number = fd.number();
    fail(function, errno, arguments -> arguments[0] == number);
  }

  /** Has the next of them fail. */
  public static void failOnce(String function, int errno, Fd fd) {
    int number = fd.number();
    var left = new AtomicInteger(1);
    fail(function, errno, arguments -> arguments[0] == number && left.getAndDecrement() > 0);
  }

  /** Has io_uring_enter fail once: where it is interrupted it is repeated. */
  public static void failEnterOnce(int errno) {
    var left = new AtomicInteger(1);
    fail("syscall", errno, arguments -> arguments[0] == SYS_ENTER && left.getAndDecrement() > 0);
  }

  /** Has each write of an io_uring complete with an error; 0 as the kernel has it. */
  public static void failCompletions(int errno) {
    completionErrno = errno;
  }

  /** Leaves everything to the kernel. */
  public static void mend() {
    FAULTS.clear();
    completionErrno = 0;
  }

  private static long address(String function) {
    return Linker.nativeLinker().defaultLookup().find(function).orElseThrow().address();
  }

  private static long intercept(
      MethodHandle call,
      MemorySegment function,
      MemorySegment state,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g)
      throws Throwable {
    long[] arguments = {a, b, c, d, e, f, g};
    for (Fault fault : FAULTS) {
      if (fault.function == function.address() && fault.which.test(arguments)) {
        state.set(ValueLayout.JAVA_INT, LibcFunction.ERRNO_OFFSET, fault.errno);
        return -1;
      }
    }
    long result = (long) call.invokeExact(function, state, a, b, c, d, e, f, g);
    if (result >= 0 && function.address() == SYSCALL && a == SYS_SETUP) {
      QUEUES.put(result, Completions.of(MemorySegment.ofAddress(c).reinterpret(PARAMS_BYTES)));
    } else if (function.address() == MMAP && f == 0) {
      MemorySegment mapping = MemorySegment.ofAddress(result).reinterpret(b);
      QUEUES.computeIfPresent(e, (_, queue) -> queue.in(mapping));
    } else if (completionErrno != 0 && function.address() == SYSCALL && a == SYS_ENTER) {
      QUEUES.get(b).replaceResults(-completionErrno);
    }
    return result;
  }
}
