package io.ringfence.lab.measure.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.lab.kit.host.CpuDistance;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

class SteadyPairsTest {
  private final List<String> notes = new ArrayList<>();
  private final StringBuilder order = new StringBuilder();

  private Pairing<Integer> take(int pairs, Double... looks) {
    Queue<Double> ahead = new ArrayDeque<>(List.of(looks));
    Distances distances = new Distances(() -> ahead.size() > 1 ? ahead.poll() : ahead.peek());
    return new SteadyPairs(distances, notes::add)
        .take("loop", pairs, () -> run(distances, 'A'), () -> run(distances, 'B'));
  }

  private int run(Distances distances, char name) {
    distances.look();
    distances.look();
    return order.append(name).length();
  }

  static boolean severalCpus() {
    return Runtime.getRuntime().availableProcessors() > 1;
  }

  @Test
  void runsAlternateAsTheirPairsMirrorEachOther() {
    Pairing<Integer> pairs = take(3, 50.0);
    assertThat(order).hasToString("ABBAAB");
    assertThat(pairs.ours()).containsExactly(1, 4, 5);
    assertThat(pairs.peers()).containsExactly(2, 3, 6);
  }

  @Test
  void pairsInWhichTheDistanceChangedAreTakenAgain() {
    Pairing<Integer> pairs =
        take(2, 50.0, 55.0, 60.0, 330.0, 330.0, 300.0, 310.0, 320.0, 50.0, 51.0, 52.0, 53.0);
    assertThat(order).hasToString("ABABBA"); // the second stands in for the first
    assertThat(pairs.ours()).containsExactly(3, 6);
    assertThat(pairs.peers()).containsExactly(4, 5);
    assertThat(notes)
        .containsExactly(
            "loop: round trip between the CPUs, ns: 52, 315; the host moved them in 1 other pairs");
  }

  @Test
  void whereNoneIsSteadyTheOthersCountAndItIsSaid() {
    Double[] looks = new Double[32];
    for (int i = 0; i < looks.length; i++) {
      looks[i] = i % 2 == 0 ? 50.0 : 300.0;
    }
    assertThat(take(2, looks).ours()).containsExactly(1, 3);
    assertThat(notes)
        .containsExactly(
            "loop: round trip between the CPUs, ns: none steady; the host moved them in 8 other"
                + " pairs, of which 2 had to count");
  }

  @Test
  @EnabledIf("severalCpus")
  void aCacheLineTakesLongerThanAnInstruction() {
    CpuDistance.nanos(0, 1);
    assertThat(CpuDistance.nanos(0, 1)).isBetween(5.0, 1e7); // CPUs may be busy with other tests
  }
}
