package io.ringfence.lab.measure.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StallsTest {
  private static Slice slice(int block, String policy, long nanos, long transactions) {
    return new Slice(1, policy, 1, "", block, 0, nanos, 1_000, transactions, false);
  }

  /** Twenty blocks of two slices of 100 transactions in 100 ns each, less the last of smp. */
  private static List<Slice> slices(Slice last) {
    List<Slice> slices = new ArrayList<>();
    for (int block = 0; block < 20; block++) {
      slices.add(slice(block, "auto", 100, 100));
      slices.add(block < 19 ? slice(block, "smp", 100, 100) : last);
    }
    return slices;
  }

  private static Stalls smp(Slice last) {
    return Stalls.byPolicy(slices(last), SliceMetric.RATE).get("smp");
  }

  @Test
  void aSliceStallsBeyondFourTimesWhatItsTransactionsAndOneMoreTake() {
    assertThat(smp(slice(19, "smp", 404, 100)).count()).isZero();
    assertThat(smp(slice(19, "smp", 405, 100)).count()).isEqualTo(1);
  }

  @Test
  void whatItTookBeyondItsTransactionsIsLost() {
    Stalls stalls = smp(slice(19, "smp", 2100, 100));

    assertThat(stalls.lost()).isCloseTo(2000, within(1e-9));
    assertThat(stalls.percent()).isCloseTo(100 * 2000.0 / (19 * 100 + 2100), within(1e-9));
  }

  @Test
  void aSliceWithoutATransactionStalls() {
    assertThat(smp(slice(19, "smp", 30, 0)).count()).isEqualTo(1);
    assertThat(smp(slice(19, "smp", 4, 0)).count()).isZero();
  }

  @Test
  void cpuThatStoodStillIsNoStallOfTheCpu() {
    Map<String, Stalls> cpu =
        Stalls.byPolicy(slices(slice(19, "smp", 99_999, 100)), SliceMetric.WORKER_CPU);

    assertThat(cpu.get("smp").count()).isZero();
  }
}
