package io.ringfence.server.pair;

import io.ringfence.ring.BarrierPolicy;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A barrier policy and the number of one of its instances. Each instance is compiled separately, so
 * instances of one policy may differ in machine code.
 *
 * @param number from 1
 */
public record PolicyInstance(BarrierPolicy policy, int number) {
  /** The highest number. */
  public static final int MOST = 64;

  private static final Pattern NUMBERED = Pattern.compile("(.*)#([1-9][0-9]?)");

  /** Returns the first instance of a policy. */
  public static PolicyInstance of(BarrierPolicy policy) {
    return new PolicyInstance(policy, 1);
  }

  /**
   * Reads {@code POLICY} or {@code POLICY#N}; the former is the first instance.
   *
   * @throws IllegalArgumentException if the policy is unknown or the number above {@link #MOST}
   */
  public static PolicyInstance parse(String spec) {
    Matcher numbered = NUMBERED.matcher(spec);
    if (!numbered.matches()) {
      return of(BarrierPolicy.parse(spec));
    }
    int number = Integer.parseInt(numbered.group(2));
    if (number > MOST) {
      throw new IllegalArgumentException(
          "policy instance %s: allowed are numbers from 1 to %d".formatted(spec, MOST));
    }
    return new PolicyInstance(BarrierPolicy.parse(numbered.group(1)), number);
  }

  /** Returns the name, {@code POLICY#N}. */
  public String spec() {
    return policy.spec() + "#" + number;
  }
}
