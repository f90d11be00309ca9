package io.ringfence.lab.measure.decision;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** A policy against a reference; declared before the first slice. */
public record Contrast(String policy, String reference) {
  public Contrast {
    if (policy.equals(reference)) {
      throw new IllegalArgumentException(
          policy + " against itself: a contrast needs two policies; instances are compared by A/A");
    }
  }

  /**
   * Reads {@code policy/reference}.
   *
   * @throws IllegalArgumentException if the text has no slash between two names
   */
  @JsonCreator
  public static Contrast parse(String text) {
    String[] names = text.split("/", -1);
    if (names.length != 2) {
      throw new IllegalArgumentException(
          "contrast %s: expected POLICY/REFERENCE, such as smp/auto".formatted(text));
    }
    return new Contrast(names[0], names[1]);
  }

  /** Returns {@code policy/reference}. */
  @JsonValue
  @Override
  public String toString() {
    return policy + "/" + reference;
  }
}
