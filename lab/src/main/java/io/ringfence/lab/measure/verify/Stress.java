package io.ringfence.lab.measure.verify;

import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.OrderingPoint;
import io.ringfence.testkit.race.NotificationRace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Races the real ring code with a software driver, on two processors of this machine. The policies
 * that must fail come first: if the race does not catch them, it shows nothing about the others.
 */
public final class Stress {
  private static final long ENOUGH_LOST = 20;
  private static final long MOST_UNSOUND_TRIALS = 50_000_000;
  private static final long LEAST_UNSOUND_TRIALS = 500_000;
  private static final long UNSOUND_MILLIS = 15_000;
  private static final long SOUND_MILLIS = 120_000;

  private Stress() {}

  /** Returns why there can be no races here; empty if there can. */
  public static String impossible() {
    int processors = Runtime.getRuntime().availableProcessors();
    return processors < 2 ? "one processor, and a race takes two" : "";
  }

  /**
   * Races every policy at every point that has a race.
   *
   * @param soundTrials trials of all cells together that must not fail
   * @param listener gets each result as it comes
   */
  public static List<StressResult> run(
      List<BarrierPolicy> policies, long soundTrials, Consumer<StressResult> listener) {
    List<Cell> cells =
        policies.stream()
            .flatMap(policy -> Stream.of(StressPoint.values()).map(p -> new Cell(p, policy)))
            .toList();
    long sound = cells.stream().filter(cell -> !cell.mustLose()).count();
    long trialsEach = sound == 0 ? 0 : (soundTrials + sound - 1) / sound;
    List<StressResult> results = new ArrayList<>();
    for (boolean mustLose : new boolean[] {true, false}) {
      for (Cell cell : cells) {
        if (cell.mustLose() == mustLose) {
          results.add(mustLose ? cell.unsound() : cell.sound(trialsEach));
          listener.accept(results.getLast());
        }
      }
    }
    return results;
  }

  /** Returns the points that cannot fail here under any policy, with the reason. */
  public static String notExercised() {
    String points =
        String.join(
            " ",
            Stream.of(OrderingPoint.values())
                .filter(point -> point.need() != OrderingPoint.Need.STORE_LOAD)
                .map(Enum::name)
                .toList());
    return Architecture.host().totalStoreOrder()
        ? points
            + ": this processor cannot fail there (x86-TSO reorders a store with a later load only)"
        : points + ": this processor could fail there, but no race here covers it";
  }

  private record Cell(StressPoint point, BarrierPolicy policy) {
    boolean mustLose() {
      return point.mustFail(policy);
    }

    /** Races until some notifications were lost, over enough trials for a rate per million. */
    StressResult unsound() {
      long deadline = System.nanoTime() + UNSOUND_MILLIS * 1_000_000;
      long trials = 0;
      long lost = 0;
      long left = UNSOUND_MILLIS;
      while (left > 0
          && trials < MOST_UNSOUND_TRIALS
          && !(lost >= ENOUGH_LOST && trials >= LEAST_UNSOUND_TRIALS)) {
        NotificationRace.Result seen =
            point.race(policy, LEAST_UNSOUND_TRIALS, Long.MAX_VALUE, left);
        trials += seen.trials();
        lost += seen.lost();
        left = (deadline - System.nanoTime()) / 1_000_000;
      }
      return result(trials, lost);
    }

    StressResult sound(long trials) {
      NotificationRace.Result seen = point.race(policy, trials, Long.MAX_VALUE, SOUND_MILLIS);
      return result(seen.trials(), seen.lost());
    }

    private StressResult result(long trials, long lost) {
      return StressResult.of(point.name(), policy.spec(), trials, lost, mustLose());
    }
  }
}
