package io.ringfence.lab.measure.verify;

/**
 * What the races of a policy at a point gave.
 *
 * @param trials how often driver and device decided at the same moment
 * @param lost notifications that neither gave
 * @param mustLose whether this processor must show the policy to fail here
 */
public record StressResult(String point, String policy, long trials, long lost, boolean mustLose) {
  /** Whether an unsound policy was caught, or a sound one lost nothing. */
  public boolean asItMust() {
    return mustLose == lost > 0;
  }

  /** The result in a word or two. */
  public String verdict() {
    if (mustLose) {
      return lost > 0 ? "caught" : "not caught";
    }
    return lost > 0 ? "FAILED" : "clean";
  }

  /** Lost notifications in a million trials. */
  public double lostPerMillion() {
    return trials == 0 ? 0 : 1e6 * lost / trials;
  }
}
