package io.ringfence.lab.measure.slices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmTest {
  @Test
  void aTextIsReadBack() {
    assertThat(Arm.parse("custom:S5=mandatory*50#12"))
        .isEqualTo(new Arm("custom:S5=mandatory*50", 12))
        .hasToString("custom:S5=mandatory*50#12");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "auto#", "auto#0", "#1", "auto#1x", "auto#1234567"})
  void aTextWithoutAnInstanceIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Arm.parse(text))
        .withMessage(
            "arm \"%s\": an arm is a policy, # and an instance from 1, such as auto#1", text);
  }

  @Test
  void aNegativeFigureIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Slice(1, "auto", 2, "", 3, 0, 30, -1, 5, false))
        .withMessage(
            "boot 1, block 3, auto#2: 30 ns, -1 ns of CPU, 5 transactions; none can be negative");
  }
}
