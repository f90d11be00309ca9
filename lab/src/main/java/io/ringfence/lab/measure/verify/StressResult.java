package io.ringfence.lab.measure.verify;

/**
 * What the races of a policy at a point gave.
 *
 * @param trials how often driver and device decided at the same moment
 * @param lost notifications that neither gave
 */
public record StressResult(
    String point, String policy, long trials, long lost, TrialOutcome verdict) {
  /**
   * The result of races.
   *
   * @param mustLose whether this processor must show the policy to fail here
   */
  public static StressResult of(
      String point, String policy, long trials, long lost, boolean mustLose) {
    return new StressResult(point, policy, trials, lost, TrialOutcome.of(mustLose, lost));
  }

  /** Lost notifications in a million trials. */
  public double lostPerMillion() {
    return trials == 0 ? 0 : 1e6 * lost / trials;
  }
}
