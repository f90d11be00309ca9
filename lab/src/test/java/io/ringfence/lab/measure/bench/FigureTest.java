package io.ringfence.lab.measure.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.report.BenchReport;
import java.util.List;
import java.util.Map;
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
    assertThat(PAIRED.own()).isEqualTo(new Summary(3.0, 1.0, 4.0));
    assertThat(PAIRED.other()).contains(new Summary(2.0, 2.0, 2.0));
    assertThat(PAIRED.ratio()).contains(new Summary(1.5, 0.5, 2.0));
    assertThat(PAIRED.met()).contains(true);
  }

  @Test
  void anEvenNumberHasItsMedianInTheMiddleOfTwo() {
    assertThat(Summary.of(4, 1, 3, 2)).isEqualTo(new Summary(2.5, 1, 4));
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(() -> Summary.of()).hasMessage("0 values; a median needs at least one");
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

  @Test
  void theTableTellsWhatIsShort() {
    String table =
        BenchReport.table(List.of(PAIRED, alone(820, Target.atMost(300))), List.of("no passt"));
    assertThat(table.lines())
        .containsExactly(
            "                     unit             daemon               peer               ratio"
                + "           line         against",
            "frames: loop    Mframes/s  3.00 [1.00, 4.00]  2.00 [2.00, 2.00]  1.50 [0.500, 2.00]"
                + "  ratio >= 1.00    met    other",
            "start-up: time         ms     820 [820, 820]                  -                   -"
                + "         <= 300  short        -",
            "Medians, and in brackets the least and the greatest value.",
            "no passt");
  }

  @Test
  void theFileHasEverySingleValue() throws Exception {
    JsonNode root =
        new ObjectMapper()
            .readTree(BenchReport.json(List.of(PAIRED), Map.of("pairs", "3"), List.of("no passt")));
    JsonNode figure = root.path("figures").path(0);
    assertThat(root.path("format").asText()).isEqualTo("ringfence-bench");
    assertThat(root.path("pairs").asText()).isEqualTo("3");
    assertThat(root.path("notes")).hasToString("[\"no passt\"]");
    assertThat(figure.path("daemon")).hasToString("[1.0,4.0,3.0]");
    assertThat(figure.path("peers")).hasToString("[2.0,2.0,2.0]");
    assertThat(figure.path("ratio").path("median").asDouble()).isEqualTo(1.5);
    assertThat(figure.path("met").asBoolean()).isTrue();
  }

  @Test
  void numbersHaveThreeDigitsThatCount() {
    assertThat(BenchReport.number(1234.5)).isEqualTo("1235");
    assertThat(BenchReport.number(12.345)).isEqualTo("12.3");
    assertThat(BenchReport.number(0.012345)).isEqualTo("0.0123");
    assertThat(BenchReport.number(0)).isEqualTo("0");
  }
}
