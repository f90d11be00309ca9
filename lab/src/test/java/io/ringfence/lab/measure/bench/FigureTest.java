package io.ringfence.lab.measure.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.kit.statistics.Summary;
import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Figure PAIRED =
      new Figure(
          "frames",
          "loop",
          "Mframes/s",
          List.of(1.0, 4.0, 3.0),
          "other",
          List.of(2.0, 2.0, 2.0),
          Target.ratioAtLeast(1.0));

  private static Figure alone(double value, Target target) {
    return Figure.alone("start-up", "time", "ms", List.of(value), target);
  }

  @Test
  void ratiosAreTakenPairByPair() {
    assertThat(PAIRED.own()).isEqualTo(Summary.of(1, 4, 3));
    assertThat(PAIRED.other()).contains(Summary.of(2, 2, 2));
    assertThat(PAIRED.ratio()).contains(Summary.of(0.5, 2, 1.5));
    assertThat(PAIRED.met()).contains(true);
  }

  @Test
  void aLineItselfIsReached() {
    assertThat(alone(300, Target.atMost(300)).met()).contains(true);
    assertThat(alone(300.1, Target.atMost(300)).met()).contains(false);
    assertThat(alone(300, null).met()).isEmpty();
    assertThat(Target.ratioAtLeast(1.2).metBy(1.2)).isTrue();
    assertThat(Target.ratioAtLeast(1.2).metBy(1.19)).isFalse();
    assertThat(Target.ratioAtMost(1.05).metBy(1.06)).isFalse();
  }

  @Test
  void halfAPairIsRefused() {
    assertThatThrownBy(
            () -> new Figure("p", "w", "u", List.of(1.0, 2.0), "other", List.of(1.0), null))
        .hasMessage("2 values of the daemon and 1 of other: pairs have one of each");
  }

  @Test
  void severalBackEndsTakeTurnsThereAndBack() {
    StringBuilder order = new StringBuilder();
    List<List<Integer>> runs =
        Pairing.rounds(
            3,
            List.of(
                () -> order.append('A').length(),
                () -> order.append('B').length(),
                () -> order.append('C').length()));
    assertThat(order).hasToString("ABCCBAABC");
    assertThat(runs).containsExactly(List.of(1, 6, 7), List.of(2, 5, 8), List.of(3, 4, 9));
  }
}
