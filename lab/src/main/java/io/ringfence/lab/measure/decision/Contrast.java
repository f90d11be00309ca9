package io.ringfence.lab.measure.decision;

import com.fasterxml.jackson.annotation.JsonValue;

/** A policy against a reference; declared before the first slice. */
public record Contrast(String policy, String reference) {
  public Contrast {
    if (policy.equals(reference)) {
      throw new IllegalArgumentException(
          policy + " against itself: a contrast needs two policies; instances are compared by A/A");
    }
  }

  /** Returns {@code policy/reference}. */
  @JsonValue
  @Override
  public String toString() {
    return policy + "/" + reference;
  }
}
