package io.ringfence.lab.measure.verify;

/**
 * The jcstress result of a policy's primitive.
 *
 * @param test the shape: {@code StoreLoad}, {@code Publish} or {@code Observe}
 * @param observed samples with an outcome that the primitive must prevent
 * @param samples of all outcomes
 */
public record JcstressResult(
    String test, String policy, long observed, long samples, TrialOutcome verdict) {
  /**
   * Returns the result of a test.
   *
   * @param mustFail whether this processor must show the policy to fail
   */
  public static JcstressResult of(
      String test, String policy, long observed, long samples, boolean mustFail) {
    return new JcstressResult(
        test,
        policy,
        observed,
        samples,
        samples == 0 ? TrialOutcome.NOT_RUN : TrialOutcome.of(mustFail, observed));
  }
}
