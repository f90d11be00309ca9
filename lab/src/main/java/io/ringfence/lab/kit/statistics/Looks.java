package io.ringfence.lab.kit.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * The schedule of looks (interim analyses) of an experiment, and the error that each look may
 * spend. Repeated looks at 95 % intervals with a stop at the first significant one err in more than
 * 5 % of experiments. So the looks are fixed beforehand, and the errors of all looks add up to
 * alpha (a union bound, Bonferroni's inequality). The total holds for dependent looks, and for any
 * test that holds at a single look. Later looks have more data and spend more.
 */
public final class Looks {
  private static final int FIRST = 6;
  private static final double GROWTH = 1.5;

  /**
   * @param size number of values looked at
   * @param alpha the chance of error that this look spends
   */
  public record Look(int size, double alpha) {}

  private final List<Look> looks;

  private Looks(List<Look> looks) {
    this.looks = List.copyOf(looks);
  }

  /** Returns one look, at the end. */
  public static Looks once(int size, double alpha) {
    return new Looks(List.of(new Look(size, alpha)));
  }

  /**
   * Returns looks after 6, 9, 13, 19, 28 values and so on (each half as many again), and after
   * {@code most}. Each spends in proportion to its size.
   */
  public static Looks repeated(int most, double alpha) {
    List<Integer> sizes = new ArrayList<>();
    // A look shortly before the last would cost it error for little.
    for (int size = FIRST; size * GROWTH <= most; size = (int) (size * GROWTH)) {
      sizes.add(size);
    }
    sizes.add(most);
    double sum = sizes.stream().mapToInt(Integer::intValue).sum();
    return new Looks(sizes.stream().map(size -> new Look(size, alpha * size / sum)).toList());
  }

  /** Returns all looks in the order of their sizes. */
  public List<Look> all() {
    return looks;
  }

  /** Returns whether there is a look after {@code size} values. */
  public boolean due(int size) {
    return looks.stream().anyMatch(look -> look.size() == size);
  }

  /** Returns the last look. */
  public Look last() {
    return looks.getLast();
  }
}
