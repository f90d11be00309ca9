package io.ringfence.lab.kit.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * When an experiment is looked at, and how much error each look may spend. Whoever looks again and
 * again at 95 % intervals and stops when he likes what he sees is wrong more often than one time in
 * twenty. Here the looks are laid down beforehand, and the chances of error of all looks add up to
 * the whole (a union bound, Bonferroni's inequality), so that the whole holds whatever the looks
 * have to do with each other, and for any test that holds at a single look. Later looks, where most
 * is known, spend more.
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

  /** One look, at the end. */
  public static Looks once(int size, double alpha) {
    return new Looks(List.of(new Look(size, alpha)));
  }

  /**
   * Looks after 6, 9, 13, 19, 28 values and so on (half as many again each time), and after {@code
   * most}; each spends in proportion to its size.
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

  /** In the order of their sizes. */
  public List<Look> all() {
    return looks;
  }

  /** Whether there is a look after {@code size} values. */
  public boolean due(int size) {
    return looks.stream().anyMatch(look -> look.size() == size);
  }

  /** The last look. */
  public Look last() {
    return looks.getLast();
  }
}
