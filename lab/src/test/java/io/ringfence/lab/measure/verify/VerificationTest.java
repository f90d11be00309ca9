package io.ringfence.lab.measure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.kit.host.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private static final StressResult CAUGHT = StressResult.of("S5", "none", 500_000, 40, true);
  private static final StressResult CLEAN = StressResult.of("S5", "auto", 2_000_000, 0, false);
  private static final JcstressResult HELD =
      JcstressResult.of("Publish", "auto", 0, 5_000_000, false);

  private static Verification seen(StressResult stress, JcstressResult jcstress) {
    return Verification.of(
        new Machine("a processor", 2, "6.18", "Debian", "a JDK"),
        "x86-64",
        List.of("made by hand"),
        List.of(
            FormalVerdict.of("S5", "x86_64", "none", true, List.of("call-decision+none")),
            FormalVerdict.of("S5", "x86_64", "auto", false, List.of("call-decision+auto"))),
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
  void aLossUnderASoundPolicyAndSilenceUnderAnUnsoundOneAreFailures() {
    var lost = StressResult.of("S5", "auto", 2_000_000, 1, false);
    var silent = StressResult.of("S5", "acqrel", 2_000_000, 0, true);
    var stale = JcstressResult.of("Publish", "auto", 1, 5_000_000, false);
    assertThat(seen(lost, HELD).passed()).isFalse();
    assertThat(lost.verdict().label()).isEqualTo("FAILED");
    assertThat(seen(silent, HELD).passed()).isFalse();
    assertThat(silent.verdict().label()).isEqualTo("not caught");
    assertThat(seen(CLEAN, stale).passed()).isFalse();
  }
}
