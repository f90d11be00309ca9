package io.ringfence.lab.kit.host;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Threads that run on one CPU, before all others there if the kernel allows it. */
final class CpuThread {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle SET_AFFINITY =
      of("sched_setaffinity", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  private static final MethodHandle SET_SCHEDULER =
      of("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

  private static final int THIS_THREAD = 0;
  private static final long MASK_BYTES = 128; // 1024 CPUs, as in glibc
  private static final int FIFO = 1;
  private static final int PRIORITY = 1; // the lowest priority above all usual threads

  private CpuThread() {}

  /** Starts a thread. If the CPU is not allowed, the kernel chooses one. */
  static Thread start(int cpu, Runnable task) {
    return Thread.ofPlatform()
        .daemon()
        .name("cpu-" + cpu)
        .start(() -> {
          bind(cpu);
          task.run();
        });
  }

  private static void bind(int cpu) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_BYTES, 8);
      mask.set(JAVA_BYTE, cpu >>> 3, (byte) (1 << (cpu & 7)));
      MemorySegment priority = arena.allocateFrom(JAVA_INT, PRIORITY);
      int _ = (int) SET_AFFINITY.invokeExact(THIS_THREAD, MASK_BYTES, mask);
      int _ = (int) SET_SCHEDULER.invokeExact(THIS_THREAD, FIFO, priority);
    } catch (Throwable e) {
      throw new AssertionError("a system call cannot throw", e);
    }
  }

  private static MethodHandle of(String name, FunctionDescriptor type) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type);
  }
}
