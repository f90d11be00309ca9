package io.ringfence.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
  @Test
  void theIntervalIsStudents() {
    // Differences 1, 2, 3, 4, 5 %: mean 3, standard deviation sqrt(2.5), t(4; 0.975) = 2.776445.
    var difference =
        PairedDifference.of(
            new double[] {100, 100, 100, 100, 100}, new double[] {101, 102, 103, 104, 105});

    assertThat(difference.mean()).isCloseTo(3, within(1e-9));
    assertThat(difference.halfWidth()).isCloseTo(2.776445 * Math.sqrt(0.5), within(1e-5));
    assertThat(difference.pairs()).isEqualTo(5);
  }

  @Test
  void onePairHasNoInterval() {
    var difference = PairedDifference.of(new double[] {50}, new double[] {40});

    assertThat(difference.mean()).isCloseTo(-20, within(1e-9));
    assertThat(difference.halfWidth()).isNaN();
  }

  @Test
  void aDriftThatBothShareDoesNotWidenTheInterval() {
    var difference =
        PairedDifference.of(new double[] {100, 200, 400}, new double[] {110, 220, 440});

    assertThat(difference.mean()).isCloseTo(10, within(1e-9));
    assertThat(difference.halfWidth()).isCloseTo(0, within(1e-9));
  }

  @Test
  void theIntervalHoldsTheTrueValueNineteenTimesOfTwenty() {
    Random random = new Random(11);
    int held = 0;
    for (int experiment = 0; experiment < 2000; experiment++) {
      double[] reference = new double[8];
      double[] value = new double[8];
      for (int i = 0; i < 8; i++) {
        reference[i] = 1000;
        value[i] = 1000 * (1.02 + 0.05 * random.nextGaussian());
      }
      var difference = PairedDifference.of(reference, value);
      held += difference.low() <= 2 && 2 <= difference.high() ? 1 : 0;
    }
    assertThat(held / 2000.0).isBetween(0.935, 0.965);
  }

  @Test
  void figuresWithoutPartnersAreRefused() {
    assertThatThrownBy(() -> PairedDifference.of(new double[] {1, 2}, new double[] {1}))
        .hasMessage("2 reference figures, 1 others: expected as many, and at least one");
    assertThatThrownBy(() -> PairedDifference.of(new double[] {0}, new double[] {1}))
        .hasMessage("the reference of block 0 is 0");
  }
}
