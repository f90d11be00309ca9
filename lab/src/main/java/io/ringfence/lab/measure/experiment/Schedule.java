package io.ringfence.lab.measure.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order of runs: blocks in which every policy (or whatever {@code T} stands for) runs once. Two
 * blocks mirror each other (A B C, C B A), so that a steady drift of the machine weighs on every
 * policy alike, and every two blocks start from an order of their own by chance, so that no rhythm
 * of the machine favours one.
 */
public final class Schedule<T> {
  private final List<T> order;
  private final RandomGenerator random;
  private boolean mirrored = true;

  /**
   * @param policies what runs in a block, without repetition
   */
  public Schedule(List<T> policies, RandomGenerator random) {
    this.order = new ArrayList<>(policies);
    this.random = random;
  }

  /** The order of the next block. */
  public List<T> nextBlock() {
    mirrored = !mirrored;
    if (mirrored) {
      Collections.reverse(order);
    } else {
      Collections.shuffle(order, random);
    }
    return List.copyOf(order);
  }
}
