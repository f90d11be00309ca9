package io.ringfence.jcstress;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicInteger;

/** Two words of shared memory on cache lines of their own, and the driver's half of a test. */
public class SharedWords {
  static final long FIRST = 0;
  static final long SECOND = 128;

  private static final VarHandle WORD = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();

  // The device's code takes addresses, so the memory is not Java's. jcstress has some ten thousand
  // states at a time, and makes others all the time: their places are used again, round and round.
  private static final int BYTES = 256;
  private static final int PLACES = 1 << 17;
  private static final MemorySegment ALL = Arena.global().allocate((long) BYTES * PLACES, BYTES);
  private static final AtomicInteger NEXT = new AtomicInteger();

  final MemorySegment memory = place();

  private static MemorySegment place() {
    long number = NEXT.getAndIncrement() & PLACES - 1;
    return ALL.asSlice(number * BYTES, BYTES).fill((byte) 0);
  }

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
