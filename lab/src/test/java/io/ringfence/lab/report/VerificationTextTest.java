package io.ringfence.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.measure.verify.FormalVerdict;
import io.ringfence.lab.measure.verify.JcstressResult;
import io.ringfence.lab.measure.verify.StressResult;
import io.ringfence.lab.measure.verify.Verification;
import io.ringfence.lab.measure.verify.VerificationJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTextTest {
  private static final StressResult CAUGHT = StressResult.of("S5", "none", 500_000, 40, true);
  private static final Verification SEEN =
      Verification.of(
          new Machine("a processor", 2, "6.18", "Debian", "a JDK"),
          "x86-64",
          List.of("made by hand"),
          List.of(
              FormalVerdict.of("S5", "x86_64", "none", true, List.of("call-decision+none")),
              FormalVerdict.of("S5", "x86_64", "auto", false, List.of("call-decision+auto"))),
          List.of(CAUGHT, StressResult.of("S5", "auto", 2_000_000, 0, false)),
          List.of(JcstressResult.of("Publish", "auto", 0, 5_000_000, false)),
          List.of("a note"));

  @Test
  void textSaysWhatFails() {
    assertThat(VerificationText.formal(SEEN))
        .contains("x86_64   none  auto", "S5      FAILS    ok");
    assertThat(VerificationText.line(CAUGHT)).contains("80.0 per million", "caught");
    assertThat(VerificationText.summary(SEEN))
        .isEqualTo(
            "Caught: 1 of 1 unsound races. Sound policies: 0 lost in 2,000,000 trials."
                + " All as expected.\n");
  }

  @Test
  void whatWasWrittenReadsTheSame() throws Exception {
    Verification read = Archive.parse(VerificationJson.of(SEEN)).verifications().getFirst();

    assertThat(read).isEqualTo(SEEN);
    assertThat(VerificationText.of(read))
        .contains("S5           x86_64    none    allowed", "a note")
        .containsPattern("S5 +none +500000 +40 +80.0 +caught")
        .containsPattern("Publish +auto +0 +5000000 +clean");
  }

  @Test
  void aFileWithoutAMachineIsToldSo() {
    assertThatThrownBy(() -> Archive.parse("{\"kind\":\"verify\"}"))
        .isInstanceOf(ValueInstantiationException.class)
        .hasMessageContaining("no \"machine\": expected an object with its facts");
  }
}
