package io.ringfence.lab.measure.verify;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The outcome of trials of a policy at one ordering point, compared with what this processor must
 * show.
 */
public enum TrialOutcome {
  /** The policy is unsound here, and failed. */
  CAUGHT("caught", true, true),
  /** The policy is unsound here, and did not fail: the trials show nothing. */
  NOT_CAUGHT("not caught", true, false),
  /** The policy is sound, and failed. */
  FAILED("FAILED", false, false),
  /** The policy is sound, and did not fail. */
  CLEAN("clean", false, true),
  /** There was no trial. */
  NOT_RUN("NOT RUN", false, false);

  private final String label;
  private final boolean unsound;
  private final boolean asExpected;

  TrialOutcome(String label, boolean unsound, boolean asExpected) {
    this.label = label;
    this.unsound = unsound;
    this.asExpected = asExpected;
  }

  /**
   * Returns the outcome of completed trials.
   *
   * @param unsound whether this processor must show the policy to fail here
   * @param failures how often it failed
   */
  static TrialOutcome of(boolean unsound, long failures) {
    if (unsound) {
      return failures > 0 ? CAUGHT : NOT_CAUGHT;
    }
    return failures > 0 ? FAILED : CLEAN;
  }

  /** Returns whether the policy must fail here. */
  public boolean unsound() {
    return unsound;
  }

  /** Returns whether an unsound policy was caught, or a sound one held. */
  public boolean asExpected() {
    return asExpected;
  }

  /** Returns its name in text and JSON. */
  @JsonValue
  public String label() {
    return label;
  }

  @Override
  public String toString() {
    return label;
  }
}
