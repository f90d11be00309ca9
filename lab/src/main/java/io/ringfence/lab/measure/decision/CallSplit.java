package io.ringfence.lab.measure.decision;

/**
 * Three policies that separate the cost of a stub's call from that of its barrier.
 *
 * @param policy with its barriers in stubs: {@code mandatory}
 * @param twin with other barriers in stubs at the same points: {@code stub:smp}
 * @param inlined the instructions of the twin without a call: {@code smp}
 */
public record CallSplit(String policy, String twin, String inlined) {

  /** Returns the contrast that is the barrier alone. */
  Contrast barrier() {
    return new Contrast(policy, twin);
  }

  /** Returns the contrast that is the call alone. */
  Contrast call() {
    return new Contrast(twin, inlined);
  }
}
