package io.ringfence.server.schedule;

import io.ringfence.server.pair.PolicyInstance;
import java.util.HashSet;
import java.util.List;

/**
 * What a schedule does: which policies alternate, and how long each one serves.
 *
 * @param arms instances of policies, two or more that differ
 * @param leastMillis the shortest slice, washout included
 * @param mostMillis the longest slice
 * @param washoutMillis the part of a slice that is recorded apart, since the arm before has left
 *     its traces in it
 * @param seed of the order of arms and of the lengths of slices
 * @param blocks that are recorded; in each, every arm has one slice
 * @param warmUpSeconds the longest time to wait until every arm's code is compiled
 */
public record SchedulePlan(
    List<PolicyInstance> arms,
    int leastMillis,
    int mostMillis,
    int washoutMillis,
    long seed,
    int blocks,
    int warmUpSeconds) {
  private static final int MOST_ARMS = 64;
  private static final int LEAST_SLICE = 5;
  private static final int MOST_SLICE = 10_000;
  private static final int MOST_SECONDS = 3600;
  private static final int MOST_SLICES = 1_000_000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is not allowed; the message names what is
   */
  public SchedulePlan {
    arms = List.copyOf(arms);
    if (arms.size() < 2 || arms.size() > MOST_ARMS) {
      throw new IllegalArgumentException(
          "arms: %d given; allowed are 2 to %d".formatted(arms.size(), MOST_ARMS));
    }
    var names = new HashSet<String>();
    for (PolicyInstance arm : arms) {
      if (!names.add(arm.spec())) {
        throw new IllegalArgumentException(
            "arms: %s is given twice; another instance of a policy is POLICY#2"
                .formatted(arm.spec()));
      }
    }
    between("sliceMillis", leastMillis, LEAST_SLICE, MOST_SLICE);
    between("sliceMillis", mostMillis, leastMillis, MOST_SLICE);
    between("washoutMillis", washoutMillis, 0, leastMillis - 1);
    between("blocks", blocks, 1, MOST_SLICES / arms.size());
    between("warmUpSeconds", warmUpSeconds, 1, MOST_SECONDS);
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s: %d given; allowed are %d to %d".formatted(name, value, least, most));
    }
  }

  /** The arms' names, in the order by which records number them. */
  public List<String> armNames() {
    return arms.stream().map(PolicyInstance::spec).toList();
  }
}
