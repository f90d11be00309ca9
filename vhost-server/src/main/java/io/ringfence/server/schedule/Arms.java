package io.ringfence.server.schedule;

import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.DataPathRealms;
import io.ringfence.server.pair.PolicyInstance;
import io.ringfence.server.worker.Alternation;
import io.ringfence.server.worker.SliceLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * The arms of a schedule. Each has a realm of its own, new for this schedule, so all are born
 * alike.
 */
final class Arms {
  private final SchedulePlan plan;
  private final List<String> names;
  private final List<DataPathFactory> factories = new ArrayList<>();
  private final Map<String, String> byLoader = new HashMap<>();

  /**
   * Makes the realms.
   *
   * @param schedule the schedule's number, which distinguishes its realms from those of another one
   */
  Arms(int schedule, SchedulePlan plan) {
    this.plan = plan;
    names = plan.armNames();
    for (PolicyInstance arm : plan.arms()) {
      String loader = "schedule-%d %s".formatted(schedule, arm.spec());
      byLoader.put(loader, arm.spec());
      factories.add(DataPathRealms.fresh(arm.policy(), loader));
    }
  }

  int count() {
    return factories.size();
  }

  /** Names by number. */
  List<String> names() {
    return names;
  }

  /** The data paths of an arm. */
  DataPathFactory factory(int arm) {
    return factories.get(arm);
  }

  /** The arm of a class loader's name; null if it is none of an arm. */
  String ofLoader(String name) {
    return byLoader.get(name);
  }

  /** Returns the plan's alternation, which records to a log. */
  Alternation alternation(SliceLog log) {
    var random = new SplittableRandom(plan.seed());
    long[] slices = SliceLengths.of(plan, random);
    return new Alternation(
        factories,
        order(slices.length, random),
        slices,
        TimeUnit.MILLISECONDS.toNanos(plan.washoutMillis()),
        log);
  }

  private int[] order(int slices, SplittableRandom random) {
    var sequence = new BalancedSequence(count(), random);
    int[] order = new int[slices];
    for (int i = 0; i < slices; i += count()) {
      System.arraycopy(sequence.nextBlock(), 0, order, i, count());
    }
    return order;
  }
}
