package io.ringfence.lab.kit.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void aSampleInAnyOrderHasEndsMedianMeanAndDeviation() {
    Summary summary = Summary.of(4, 1, 3);
    assertThat(summary.low()).isEqualTo(1);
    assertThat(summary.median()).isEqualTo(3);
    assertThat(summary.high()).isEqualTo(4);
    assertThat(summary.mean()).isEqualTo(8 / 3.0, within(1e-12));
    assertThat(summary.deviation()).isEqualTo(Math.sqrt(7 / 3.0), within(1e-12));
    assertThat(Summary.of(List.of(3.0, 4.0, 1.0)).median()).isEqualTo(3);
  }

  @Test
  void anEvenNumberHasItsMedianInTheMiddleOfTwo() {
    assertThat(Median.of(4, 1, 3, 2)).isEqualTo(2.5);
    assertThat(Median.of(List.of(1.0, 10.0))).isEqualTo(5.5);
    assertThat(Summary.of(4, 1, 3, 2).median()).isEqualTo(2.5);
  }

  @Test
  void oneValueHasNoDeviation() {
    assertThat(Summary.of(7).deviation()).isNaN();
    assertThat(Summary.of(7).median()).isEqualTo(7);
  }

  @Test
  void theSampleStaysAsItWas() {
    double[] sample = {3, 1, 2};
    Summary.of(sample);
    assertThat(sample).containsExactly(3, 1, 2);
  }

  @Test
  void nothingHasNoMedian() {
    assertThatThrownBy(() -> Summary.of()).hasMessage("0 values; a median needs at least one");
    assertThatThrownBy(() -> Median.of()).hasMessage("0 values; a median needs at least one");
  }
}
