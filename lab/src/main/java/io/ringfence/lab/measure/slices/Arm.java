package io.ringfence.lab.measure.slices;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Comparator;

/**
 * One instance of a policy: what a slice runs under.
 *
 * @param policy as the daemon spells it, {@code dose:500}
 * @param instance from 1
 */
public record Arm(String policy, int instance) implements Comparable<Arm> {
  private static final Comparator<Arm> ORDER =
      Comparator.comparing(Arm::policy).thenComparingInt(Arm::instance);

  /**
   * Reads {@code policy#instance}.
   *
   * @throws IllegalArgumentException when the text has no instance number after its last {@code #}
   */
  @JsonCreator
  public static Arm parse(String text) {
    int mark = text.lastIndexOf('#');
    if (mark < 1 || !text.substring(mark + 1).matches("[1-9][0-9]{0,5}")) {
      throw new IllegalArgumentException(
          "arm \"%s\": an arm is a policy, # and an instance from 1, such as auto#1"
              .formatted(text));
    }
    return new Arm(text.substring(0, mark), Integer.parseInt(text.substring(mark + 1)));
  }

  @Override
  public int compareTo(Arm other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code policy#instance}, as the daemon's schedule spells it. */
  @JsonValue
  @Override
  public String toString() {
    return policy + "#" + instance;
  }
}
