package io.ringfence.lab.measure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What jcstress 0.16 prints with -v: every test as it ends, and once more in the end. */
class JcstressOutputTest {
  private static final String STORE_LOAD =
      """
      .......... [OK] io.ringfence.jcstress.StoreLoad.None

        Scheduling class:
          device: package group free, core group free

        RESULT    SAMPLES     FREQ       EXPECT  DESCRIPTION
          0, 0     37,914    0.37%  Interesting  lost
          0, 1  9,672,613   94.48%   Acceptable  notified
          1, 0        583   <0.01%   Acceptable  notified
          1, 1          0    0.00%   Acceptable  notified

      (Sampling Rate: 5.54 M/sec)
      """;
  private static final String OTHER =
      """
      .......... [OK] io.ringfence.jcstress.Publish.SmpRel

        RESULT    SAMPLES     FREQ       EXPECT  DESCRIPTION
          1, 0          0    0.00%  Interesting  stale
          1, 1  5,578,461  100.00%   Acceptable  in order
      """;

  @Test
  void eachTestsOutcomesAreCountedOnce() {
    var output = new JcstressOutput();
    (STORE_LOAD + OTHER + STORE_LOAD).lines().forEach(output::line);
    assertThat(output.samples("io.ringfence.jcstress.StoreLoad.None", "0, 0")).isEqualTo(37_914);
    assertThat(output.samples("io.ringfence.jcstress.StoreLoad.None"))
        .isEqualTo(37_914 + 9_672_613 + 583);
    assertThat(output.samples("io.ringfence.jcstress.Publish.SmpRel", "1, 0")).isZero();
    assertThat(output.samples("io.ringfence.jcstress.Publish.SmpRel")).isEqualTo(5_578_461);
  }

  @Test
  void aTestThatDidNotRunIsNotClean() {
    var never = JcstressResult.of("StoreLoad", "auto", 0, 0, false);
    assertThat(never.verdict()).isEqualTo(TrialOutcome.NOT_RUN);
    assertThat(never.verdict().label()).isEqualTo("NOT RUN");
  }
}
