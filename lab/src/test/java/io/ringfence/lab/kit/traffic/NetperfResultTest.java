package io.ringfence.lab.kit.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class NetperfResultTest {
  // As netperf 2.7.0 printed it.
  private static final String OUTPUT =
      """
      MIGRATED TCP REQUEST/RESPONSE TEST from 0.0.0.0 (0.0.0.0) port 0 AF_INET to 10.9.9.1 () port 0 AF_INET : demo : first burst 0
      THROUGHPUT=7088.87
      THROUGHPUT_UNITS=Trans/s
      ELAPSED_TIME=1.00
      MEAN_LATENCY=140.88
      P50_LATENCY=78
      P99_LATENCY=870
      """;

  @Test
  void figuresAreFoundByTheirSelectorAndTheBannerIsPassedOver() {
    NetperfResult result = NetperfResult.parse(OUTPUT);

    assertThat(result.number("THROUGHPUT")).isEqualTo(7088.87);
    assertThat(result.number("P50_LATENCY")).isEqualTo(78);
    assertThat(result.values()).hasSize(6).containsEntry("THROUGHPUT_UNITS", "Trans/s");
  }

  @Test
  void aFigureThatIsMissingOrNoNumberIsTold() {
    NetperfResult result = NetperfResult.parse("A=1\nUNITS=Trans/s\n");

    assertThatThrownBy(() -> result.number("B"))
        .hasMessage("netperf printed no B, only [A, UNITS]");
    assertThatThrownBy(() -> result.number("UNITS"))
        .hasMessage("netperf's UNITS is \"Trans/s\", not a number");
  }

  @Test
  void outputWithoutFiguresIsToldAsItIs() {
    assertThatThrownBy(() -> NetperfResult.parse("are you sure there is a netserver?\n"))
        .hasMessage("netperf printed no figures: are you sure there is a netserver?");
  }
}
