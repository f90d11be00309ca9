package io.ringfence.jcstress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/** Two words of shared memory on separate cache lines, and the driver's half of a test. */
public class SharedWords {
  static final long FIRST = 0;
  static final long SECOND = 128;

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

  // The device's code takes addresses, so the memory is off-heap. jcstress holds about ten
  // thousand states at a time and creates new ones continuously, so slots are reused in rotation.
  private static final int BYTES = 256;
  private static final int SLOTS = 1 << 17;
  private static final MemorySegment ALL = Arena.global().allocate((long) BYTES * SLOTS, BYTES);
  private static final AtomicInteger NEXT = new AtomicInteger();

  final MemorySegment memory = slot();

  private static MemorySegment slot() {
    long number = NEXT.getAndIncrement() & SLOTS - 1;
    return ALL.asSlice(number * BYTES, BYTES).fill((byte) 0);
  }

  /** Stores plainly: the compiler may move the store unless a later access forbids it. */
  final void set(long offset, int value) {
    memory.set(ValueLayout.JAVA_INT, offset, value);
  }

  /** Loads plainly. */
  final int get(long offset) {
    return memory.get(ValueLayout.JAVA_INT, offset);
  }

  /** Stores, then loads, with the full fence between them that a driver must have. */
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
