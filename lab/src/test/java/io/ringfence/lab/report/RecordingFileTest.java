package io.ringfence.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.measure.decision.CallSplit;
import io.ringfence.lab.measure.decision.Contrast;
import io.ringfence.lab.measure.decision.Plan;
import io.ringfence.lab.measure.decision.SliceMetric;
import io.ringfence.lab.measure.decision.Timing;
import io.ringfence.lab.measure.slices.Slice;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an alternation's file has is read back as it was. */
class RecordingFileTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void aPlanAndItsHashAreReadBack() throws Exception {
    Plan plan =
        new Plan(
            List.of("auto", "smp", "mandatory", "stub:smp", "dose:500"),
            4,
            6,
            200,
            45,
            Timing.STANDARD,
            List.of(SliceMetric.WORKER_CPU, SliceMetric.RATE),
            List.of(new Contrast("smp", "auto"), new Contrast("mandatory", "stub:smp")),
            List.of(new Contrast("dose:500", "auto")),
            List.of(new CallSplit("mandatory", "stub:smp", "smp")),
            List.of(List.of("auto", "smp")),
            1,
            0.05,
            0,
            42);
    Plan read = JSON.readValue(JSON.writeValueAsString(plan), Plan.class);
    assertThat(read).isEqualTo(plan);
    assertThat(read.hash()).isEqualTo(plan.hash());
  }

  @Test
  void aSliceIsReadBack() throws Exception {
    var slice = new Slice(2, "stub:smp", 3, "auto#1", 7, 11, 25_000_000, 1_000, 80, true);
    assertThat(JSON.readValue(JSON.writeValueAsString(slice), Slice.class)).isEqualTo(slice);
  }

  @Test
  void aContrastWithoutAReferenceIsRefused() {
    assertThatThrownBy(() -> Contrast.parse("smp"))
        .hasMessage("contrast smp: expected POLICY/REFERENCE, such as smp/auto");
  }
}
