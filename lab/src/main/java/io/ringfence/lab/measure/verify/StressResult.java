package io.ringfence.lab.measure.verify;

/**
 * The races of a policy at a point.
 *
 * @param trials how often driver and device decided at the same moment
 * @param lost notifications that neither sent
 */
public record StressResult(
    String point, String policy, long trials, long lost, TrialOutcome verdict) {
  /**
   * Returns the result of races.
   *
   * @param mustLose whether this processor must show the policy to fail here
   */
  public static StressResult of(
      String point, String policy, long trials, long lost, boolean mustLose) {
    return new StressResult(point, policy, trials, lost, TrialOutcome.of(mustLose, lost));
  }

  /** Returns the lost notifications per million trials. */
  public double lostPerMillion() {
    return trials == 0 ? 0 : 1e6 * lost / trials;
  }
}
