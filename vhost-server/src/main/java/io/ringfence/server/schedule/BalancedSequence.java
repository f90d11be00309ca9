package io.ringfence.server.schedule;

import java.util.random.RandomGenerator;

/**
 * The order in which arms follow each other: blocks of a random order in which each arm comes once,
 * serially balanced. Each arm follows each other one, and at the border of two blocks itself, about
 * equally often; so what an arm leaves to the next one falls on all alike.
 *
 * <p>A block is the best of several that are drawn: of those, the one whose transitions were the
 * rarest so far.
 */
final class BalancedSequence {
  private static final int DRAWS = 32;

  private final RandomGenerator random;
  private final int arms;
  private final int[][] followed; // [before][after]: how often so far
  private int last = -1;

  BalancedSequence(int arms, RandomGenerator random) {
    this.arms = arms;
    this.random = random;
    followed = new int[arms][arms];
  }

  /** Returns the next block: each of the arms 0 to {@code arms - 1} once. */
  int[] nextBlock() {
    int[] best = null;
    long least = Long.MAX_VALUE;
    for (int draw = 0; draw < DRAWS; draw++) {
      int[] block = draw();
      long cost = cost(block);
      if (cost < least) {
        least = cost;
        best = block;
      }
    }
    note(best);
    return best;
  }

  /** Each place goes to one of the arms that are left and have followed the one before least. */
  private int[] draw() {
    int[] block = new int[arms];
    boolean[] placed = new boolean[arms];
    int before = last;
    for (int place = 0; place < arms; place++) {
      before = pick(before, placed);
      placed[before] = true;
      block[place] = before;
    }
    return block;
  }

  private int pick(int before, boolean[] placed) {
    int least = Integer.MAX_VALUE;
    int chosen = -1;
    int equals = 0;
    for (int arm = 0; arm < arms; arm++) {
      if (placed[arm]) {
        continue;
      }
      int count = before < 0 ? 0 : followed[before][arm];
      if (count < least) {
        least = count;
        equals = 0;
      }
      if (count == least && random.nextInt(++equals) == 0) { // each of the equals alike
        chosen = arm;
      }
    }
    return chosen;
  }

  /** The sum of squares that the counts would have: it grows least by the rarest transitions. */
  private long cost(int[] block) {
    long cost = 0;
    int before = last;
    for (int arm : block) {
      if (before >= 0) {
        cost += 2L * followed[before][arm] + 1;
      }
      before = arm;
    }
    return cost;
  }

  private void note(int[] block) {
    for (int arm : block) {
      if (last >= 0) {
        followed[last][arm]++;
      }
      last = arm;
    }
  }

  /** How often an arm has followed another so far. */
  int followed(int before, int after) {
    return followed[before][after];
  }
}
