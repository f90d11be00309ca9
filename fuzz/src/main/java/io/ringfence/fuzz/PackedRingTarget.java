package io.ringfence.fuzz;

/** {@link RingTarget} over a packed ring. */
public final class PackedRingTarget {
  private PackedRingTarget() {}

  /** Entry point for the fuzzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    RingTarget.run(new PackedFormat(), bytes);
  }
}
