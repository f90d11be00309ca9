package io.ringfence.testkit.property;

import java.util.SplittableRandom;

/**
 * A statement that must hold for every input, checked on random cases.
 *
 * <pre>{@code
 * Property.holds(1_000, draw -> {
 *   int index = draw.between(0, 255);
 *   assertThat(decode(encode(index))).isEqualTo(index);
 * });
 * }</pre>
 *
 * <p>The first case that fails is shrunk. The error reports its values and its seed. A run with
 * {@code -Dringfence.property.seed=SEED} checks that case alone.
 */
public final class Property {
  private static final String SEED = "ringfence.property.seed";

  /** The check of one case. */
  @FunctionalInterface
  public interface Body {
    /**
     * Draws values and checks them. It may run again on other values, so it keeps no state.
     *
     * @throws Throwable if the statement does not hold
     */
    void check(Draw draw) throws Throwable;
  }

  private Property() {}

  /**
   * Checks a number of cases.
   *
   * @throws AssertionError if one fails; its cause is what the smallest such case threw
   */
  public static void holds(int cases, Body body) {
    String given = System.getProperty(SEED);
    if (given != null) {
      check(body, Long.decode(given), 1, 1);
      return;
    }
    var seeds = new SplittableRandom();
    for (int number = 1; number <= cases; number++) {
      check(body, seeds.nextLong(Long.MAX_VALUE), number, cases);
    }
  }

  private static void check(Body body, long seed, int number, int cases) {
    Trial trial = Trial.run(body, Draw.random(seed));
    if (trial.failed()) {
      Trial smallest = new Shrinking(body).smallest(trial);
      throw new AssertionError(
          "case %d of %d fails: %s%ndrawn, after shrinking: %s%nagain: -D%s=0x%x"
              .formatted(
                  number, cases, smallest.failure(), smallest.draw().described(), SEED, seed),
          smallest.failure());
    }
  }
}
