package io.ringfence.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchReportTest {
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
    assertThat(figure.path("median")).hasToString("{\"median\":3.0,\"low\":1.0,\"high\":4.0}");
    assertThat(figure.path("ratio")).hasToString("{\"median\":1.5,\"low\":0.5,\"high\":2.0}");
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
