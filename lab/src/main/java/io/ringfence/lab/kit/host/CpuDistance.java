package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The distance of two CPUs: the round-trip time of a cache line between them. The host of a virtual
 * machine moves its CPUs between neighbours that share a cache and cores that do not. Everything
 * that passes through a ring then costs a multiple.
 */
public final class CpuDistance {
  private static final VarHandle LINE = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int AT = 32; // alone on its cache lines, with padding on both sides
  private static final int SLICES = 21;
  private static final int ROUNDS = 500;
  private static final long PATIENCE_NANOS = 200_000_000L; // CPUs that others use take equally long
  private static final long STOP = -1;

  private final long[] line = new long[2 * AT];
  private final double[] slices = new double[SLICES];

  private CpuDistance() {}

  /** Returns nanoseconds per round trip, the lower quartile of some milliseconds. */
  public static double nanos(int from, int to) {
    return new CpuDistance().measure(from, to);
  }

  private double measure(int from, int to) {
    Thread answers = CpuThread.start(to, this::answer);
    Thread asks = CpuThread.start(from, this::ask);
    try {
      asks.join();
      answers.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while the distance of two CPUs was measured", e);
    }
    Arrays.sort(slices);
    return slices[SLICES / 4]; // threads and interrupts of others only ever add time
  }

  /** Writes odd numbers, and waits for the even ones. */
  private void ask() {
    long number = 0;
    long begun = System.nanoTime();
    for (int i = 0; i < SLICES; i++) {
      long start = System.nanoTime();
      int rounds = 0;
      while (rounds < ROUNDS && System.nanoTime() - begun < PATIENCE_NANOS) {
        for (int round = 0; round < 10; round++, number += 2) {
          LINE.setVolatile(line, AT, number + 1);
          await(number + 2);
        }
        rounds += 10;
      }
      slices[i] = rounds == 0 ? Double.MAX_VALUE : (System.nanoTime() - start) / (double) rounds;
    }
    LINE.setVolatile(line, AT, STOP);
  }

  private void await(long number) {
    while ((long) LINE.getVolatile(line, AT) != number) {
      // empty: a pause would add to the measured time
    }
  }

  private void answer() {
    for (long seen = 0; seen != STOP; seen = (long) LINE.getVolatile(line, AT)) {
      if ((seen & 1) != 0) {
        LINE.setVolatile(line, AT, seen + 1);
      }
    }
  }
}
