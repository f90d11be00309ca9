package io.ringfence.benchmarks;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.pair.DataPathRealms;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What does a frame cost under a policy, in a process that ran other policies before and in one
 * that did not? Prints {@code POLICY=NANOSECONDS} for each policy named. Runs through all of them
 * twice, forward and back, before it measures the first.
 *
 * <p>With one policy named it is the fresh process.
 */
public final class SeamCost {
  private static final int BURST = 32;
  private static final int FRAME_BYTES = 64;
  private static final int SLICES = 101;
  private static final long COMPILE_NANOS = 700_000_000L;

  private final DataPathRealms realms = new DataPathRealms();
  private final LoopedPair pair;
  private final long sliceNanos;

  private SeamCost(LoopedPair pair, double seconds) {
    this.pair = pair;
    sliceNanos = (long) (seconds * 1e9 / SLICES);
  }

  static void main(String[] arguments) {
    if (arguments.length != 3) {
      System.err.println("expected: split|packed SECONDS POLICY,...");
      System.exit(2);
    }
    try (var pair = new LoopedPair(arguments[0].equals("packed"), FRAME_BYTES)) {
      var cost = new SeamCost(pair, Double.parseDouble(arguments[1]));
      cost.print(List.of(arguments[2].split(",")));
    }
  }

  private void print(List<String> policies) {
    for (int round = 0; round < 2; round++) {
      policies.forEach(this::compile);
      policies.reversed().forEach(this::compile);
    }
    for (String policy : policies) {
      compile(policy);
      System.out.printf(Locale.ROOT, "%s=%.3f%n", policy, measure());
    }
  }

  private void compile(String policy) {
    pair.swap(realms.factory(BarrierPolicy.parse(policy)));
    run(COMPILE_NANOS);
  }

  /** Returns the median of the slices, since other load on the machine affects single slices. */
  private double measure() {
    double[] slices = new double[SLICES];
    for (int i = 0; i < SLICES; i++) {
      slices[i] = run(sliceNanos);
    }
    Arrays.sort(slices);
    return slices[SLICES / 2];
  }

  /** Returns nanoseconds per frame. */
  private double run(long nanos) {
    long start = System.nanoTime();
    long now = start;
    long bursts = 0;
    while (now - start < nanos) {
      for (int i = 0; i < 100; i++) {
        pair.burst(BURST);
      }
      bursts += 100;
      now = System.nanoTime();
    }
    return (double) (now - start) / (bursts * BURST);
  }
}
