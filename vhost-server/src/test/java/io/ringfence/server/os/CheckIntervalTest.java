package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckIntervalTest {
  /** How many looks a silence has. */
  private static int looksWithin(CheckInterval pace, int millis) {
    int looks = 0;
    for (int passed = pace.millis(); passed <= millis; passed += pace.millis()) {
      pace.looked();
      looks++;
    }
    return looks;
  }

  @Test
  void aSecondOfSilenceIsLookedAtTenTimesAndEachLaterOneTwice() {
    var pace = new CheckInterval();
    assertThat(looksWithin(pace, 1_000)).isEqualTo(10);
    assertThat(looksWithin(pace, 60_000)).isEqualTo(120);
  }

  @Test
  void whatMovesIsLookedAtSoonAgain() {
    var pace = new CheckInterval();
    looksWithin(pace, 10_000);
    pace.quicken();
    assertThat(looksWithin(pace, 1_000)).isEqualTo(10);
  }
}
