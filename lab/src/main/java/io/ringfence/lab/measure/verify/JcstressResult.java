package io.ringfence.lab.measure.verify;

/**
 * What jcstress saw of a policy's primitive.
 *
 * @param test the shape, {@code StoreLoad} or {@code MessagePassing}
 * @param observed outcomes that the primitive is to prevent, of so many samples
 * @param mustFail whether this processor must show it to fail
 */
public record JcstressResult(
    String test, String policy, long observed, long samples, boolean mustFail) {
  /** Whether an unsound primitive was caught, or a sound one held. */
  public boolean asItMust() {
    return samples > 0 && mustFail == observed > 0;
  }

  /** The result in a word or two. */
  public String verdict() {
    if (samples == 0) {
      return "NOT RUN";
    }
    if (mustFail) {
      return observed > 0 ? "caught" : "not caught";
    }
    return observed > 0 ? "FAILED" : "clean";
  }
}
