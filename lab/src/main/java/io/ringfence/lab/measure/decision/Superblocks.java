package io.ringfence.lab.measure.decision;

import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sums of every arm over superblocks: runs of consecutive blocks of one boot (batch means,
 * Schmeiser 1982).
 *
 * <p>A superblock has the plan's number of blocks, and is extended until every arm has a
 * transaction. So no slice is dropped because it has none, and every logarithm exists. Blocks that
 * are left over at the end join the last superblock. Voided slices add nothing.
 */
final class Superblocks {
  private final SortedMap<Integer, List<Map<Arm, Sums>>> boots;

  private Superblocks(SortedMap<Integer, List<Map<Arm, Sums>>> boots) {
    this.boots = boots;
  }

  /**
   * Sums up slices.
   *
   * @throws IllegalArgumentException when there is no slice, when a slice's arm is not in the plan,
   *     or when an arm of the plan has no transaction in a boot
   */
  static Superblocks of(Plan plan, List<Slice> slices) {
    if (slices.isEmpty()) {
      throw new IllegalArgumentException("0 slices; an analysis needs at least one block");
    }
    SortedMap<Integer, SortedMap<Integer, List<Slice>>> byBlock = new TreeMap<>();
    for (Slice slice : slices) {
      byBlock
          .computeIfAbsent(slice.boot(), boot -> new TreeMap<>())
          .computeIfAbsent(slice.block(), block -> new ArrayList<>())
          .add(slice);
    }
    SortedMap<Integer, List<Map<Arm, Sums>>> boots = new TreeMap<>();
    byBlock.forEach((boot, blocks) -> boots.put(boot, ofBoot(plan, boot, blocks)));
    return new Superblocks(boots);
  }

  private static List<Map<Arm, Sums>> ofBoot(
      Plan plan, int boot, SortedMap<Integer, List<Slice>> blocks) {
    List<Map<Arm, Sums>> done = new ArrayList<>();
    Map<Arm, Sums> open = empty(plan);
    int size = 0;
    for (List<Slice> block : blocks.values()) {
      add(open, block);
      size++;
      if (size >= plan.superblock() && complete(open)) {
        done.add(open);
        open = empty(plan);
        size = 0;
      }
    }
    if (done.isEmpty()) {
      requireComplete(boot, open);
      return List.of(open);
    }
    open.forEach((arm, sums) -> done.getLast().merge(arm, sums, Sums::plus));
    return List.copyOf(done);
  }

  private static Map<Arm, Sums> empty(Plan plan) {
    Map<Arm, Sums> sums = new HashMap<>();
    plan.arms().forEach(arm -> sums.put(arm, Sums.NONE));
    return sums;
  }

  private static void add(Map<Arm, Sums> sums, List<Slice> block) {
    for (Slice slice : block) {
      Arm arm = slice.arm();
      Sums before = sums.get(arm);
      if (before == null) {
        throw new IllegalArgumentException(
            "boot %d, block %d: a slice of %s; the plan's arms are %s"
                .formatted(
                    slice.boot(), slice.block(), arm, sums.keySet().stream().sorted().toList()));
      }
      if (!slice.voided()) {
        sums.put(arm, before.plus(slice));
      }
    }
  }

  private static boolean complete(Map<Arm, Sums> sums) {
    return sums.values().stream().allMatch(Sums::complete);
  }

  private static void requireComplete(int boot, Map<Arm, Sums> sums) {
    sums.forEach((arm, sum) -> {
      if (!sum.complete()) {
        throw new IllegalArgumentException(
            "boot %d, %s: %d transactions in %d ns with %d ns of CPU; each must be positive. Run longer"
                .formatted(boot, arm, sum.transactions(), sum.nanos(), sum.workerCpuNanos()));
      }
    });
  }

  /** Returns the boots that have slices, in their order. */
  List<Integer> boots() {
    return List.copyOf(boots.keySet());
  }

  /** Returns how many superblocks a boot has. */
  int count(int boot) {
    return boots.get(boot).size();
  }

  /** Returns the logarithm of an arm's metric in every superblock of a boot. */
  double[] logs(int boot, Arm arm, SliceMetric metric) {
    return boots.get(boot).stream().mapToDouble(sums -> metric.log(sums.get(arm))).toArray();
  }
}
