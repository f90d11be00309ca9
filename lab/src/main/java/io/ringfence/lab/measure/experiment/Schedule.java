package io.ringfence.lab.measure.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order of runs. In a block every policy, or other {@code T}, runs once. Two blocks mirror each
 * other (A B C, C B A), so that a linear drift of the machine affects all policies equally. Each
 * pair of blocks has a new random order, so that no periodic disturbance favours a policy.
 */
public final class Schedule<T> {
  private final List<T> order;
  private final RandomGenerator random;
  private boolean mirrored = true;

  /**
   * @param policies the members of a block, without repetition
   */
  public Schedule(List<T> policies, RandomGenerator random) {
    this.order = new ArrayList<>(policies);
    this.random = random;
  }

  /** Returns the order of the next block. */
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
