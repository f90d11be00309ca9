package io.ringfence.lab.measure.decision;

import io.ringfence.lab.measure.slices.Arm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Ways to take two groups of equal size from arms of identical instructions.
 *
 * @param one a group
 * @param other a group that shares no arm with it
 */
record Split(List<Arm> one, List<Arm> other) {
  private static final int MOST_ARMS_FOR_ALL = 10;
  private static final int SAMPLED = 500;

  /** Returns all ways for up to ten arms, and a random sample of them beyond. */
  static List<Split> of(List<Arm> arms, int size, long seed) {
    return arms.size() <= MOST_ARMS_FOR_ALL ? all(arms, size) : sample(arms, size, seed);
  }

  private static List<Split> all(List<Arm> arms, int size) {
    List<Split> splits = new ArrayList<>();
    int sets = 1 << arms.size();
    for (int one = 0; one < sets; one++) {
      // The other group has the larger number, so that no split comes twice.
      for (int other = one + 1; Integer.bitCount(one) == size && other < sets; other++) {
        if (Integer.bitCount(other) == size && (one & other) == 0) {
          splits.add(new Split(members(arms, one), members(arms, other)));
        }
      }
    }
    return splits;
  }

  private static List<Arm> members(List<Arm> arms, int set) {
    List<Arm> members = new ArrayList<>();
    for (int i = 0; i < arms.size(); i++) {
      if ((set >> i & 1) == 1) {
        members.add(arms.get(i));
      }
    }
    return members;
  }

  private static List<Split> sample(List<Arm> arms, int size, long seed) {
    Random random = new Random(seed);
    List<Arm> order = new ArrayList<>(arms);
    List<Split> splits = new ArrayList<>();
    for (int i = 0; i < SAMPLED; i++) {
      Collections.shuffle(order, random);
      splits.add(
          new Split(
              List.copyOf(order.subList(0, size)), List.copyOf(order.subList(size, 2 * size))));
    }
    return splits;
  }
}
