package io.ringfence.jcstress;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/** Two words of shared memory on cache lines of their own, and the driver's half of a test. */
public class Words {
  static final long FIRST = 0;
  static final long SECOND = 128;

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

  final MemorySegment memory = MemorySegment.ofArray(new long[32]);

  /** A plain store: the compiler may move it, unless what follows forbids that. */
  final void set(long offset, int value) {
    memory.set(ValueLayout.JAVA_INT, offset, value);
  }

  /** A plain load. */
  final int get(long offset) {
    return memory.get(ValueLayout.JAVA_INT, offset);
  }

  /** Stores, then loads, with a full fence between, as a driver must. */
  final int driverStoresThenLoads(long stored, long loaded) {
    WORD.setOpaque(memory, stored, 1);
    VarHandle.fullFence();
    return (int) WORD.getOpaque(memory, loaded);
  }

  /** Loads, then acquires. */
  final int driverAcquires(long offset) {
    return (int) WORD.getAcquire(memory, offset);
  }

  /** Releases, then stores. */
  final void driverReleases(long offset) {
    WORD.setRelease(memory, offset, 1);
  }
}
