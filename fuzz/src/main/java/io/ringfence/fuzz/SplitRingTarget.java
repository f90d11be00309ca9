package io.ringfence.fuzz;

/** {@link RingTarget} over a split ring. */
public final class SplitRingTarget {
  private SplitRingTarget() {}

  /** Entry point for the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    RingTarget.run(new SplitFormat(), bytes);
  }
}
