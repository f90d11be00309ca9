package io.ringfence.lab.measure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.kit.host.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final StressResult CAUGHT = new StressResult("S5", "none", 500_000, 40, true);
  private static final StressResult CLEAN = new StressResult("S5", "auto", 2_000_000, 0, false);
  private static final JcstressResult HELD =
      new JcstressResult("Publish", "auto", 0, 5_000_000, false);

  private static Verification seen(StressResult stress, JcstressResult jcstress) {
    return new Verification(
        new Machine("a processor", 2, "6.18", "Debian", "a JDK"),
        "x86-64",
        List.of("none", "auto"),
        List.of("made by hand"),
        List.of(
            new FormalVerdict("S5", "x86_64", "none", true, List.of("call-decision+none")),
            new FormalVerdict("S5", "x86_64", "auto", false, List.of("call-decision+auto"))),
        List.of(CAUGHT, stress),
        List.of(jcstress),
        List.of("a note"));
  }

  @Test
  void jsonIsFlat() throws Exception {
    JsonNode root = new ObjectMapper().readTree(VerificationJson.of(seen(CLEAN, HELD)));
    assertThat(root.path("kind").asText()).isEqualTo("verify");
    assertThat(root.path("passed").asBoolean()).isTrue();
    assertThat(root.path("points").get(0).toString())
        .isEqualTo(
            "{\"point\":\"S5\",\"arch\":\"x86_64\",\"policy\":\"none\",\"model\":\"allowed\","
                + "\"source\":\"call-decision+none\"}");
    assertThat(root.path("stress").get(0).toString())
        .isEqualTo(
            "{\"point\":\"S5\",\"policy\":\"none\",\"trials\":500000,\"lost\":40,\"verdict\":\"caught\"}");
    assertThat(root.path("jcstress").get(0).path("verdict").asText()).isEqualTo("clean");
  }

  @Test
  void textSaysWhatFails() {
    Verification seen = seen(CLEAN, HELD);
    assertThat(VerificationText.formal(seen))
        .contains("x86_64   none  auto", "S5      FAILS    ok");
    assertThat(VerificationText.line(CAUGHT)).contains("80.0 per million", "caught");
    assertThat(VerificationText.summary(seen))
        .isEqualTo(
            "Caught: 1 of 1 unsound races. Sound policies: 0 lost in 2,000,000 trials."
                + " All is as it must be.\n");
  }

  @Test
  void aLossUnderASoundPolicyAndSilenceUnderAnUnsoundOneAreFailures() {
    var lost = new StressResult("S5", "auto", 2_000_000, 1, false);
    var silent = new StressResult("S5", "acqrel", 2_000_000, 0, true);
    var stale = new JcstressResult("Publish", "auto", 1, 5_000_000, false);
    assertThat(seen(lost, HELD).asItMust()).isFalse();
    assertThat(lost.verdict()).isEqualTo("FAILED");
    assertThat(seen(silent, HELD).asItMust()).isFalse();
    assertThat(silent.verdict()).isEqualTo("not caught");
    assertThat(seen(CLEAN, stale).asItMust()).isFalse();
  }
}
