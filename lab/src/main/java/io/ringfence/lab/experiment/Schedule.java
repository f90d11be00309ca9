package io.ringfence.lab.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order of runs: blocks in which every policy runs once. Two blocks mirror each other (A B C, C
 * B A), so that a steady drift of the machine weighs on every policy alike, and every two blocks
 * start from an order of their own by chance, so that no rhythm of the machine favours one; the
 * first two keep the order given.
 */
public final class Schedule {
  private Schedule() {}

  /** Run number {@code block} of {@code policy}. */
  public record Slot(int block, String policy) {}

  /**
   * @param policies without repetition
   * @param blocks runs of each policy
   */
  public static List<Slot> mirroredBlocks(
      List<String> policies, int blocks, RandomGenerator random) {
    List<Slot> slots = new ArrayList<>();
    List<String> order = new ArrayList<>(policies);
    for (int block = 0; block < blocks; block++) {
      if (block % 2 == 1) {
        Collections.reverse(order);
      } else if (block > 0) {
        Collections.shuffle(order, random);
      }
      for (String policy : order) {
        slots.add(new Slot(block, policy));
      }
    }
    return List.copyOf(slots);
  }
}
