package io.ringfence.lab.measure.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EmulatorNotesTest {
  @Test
  void barriersOfAOneCpuGuestAreDroppedBeforeQemu81() {
    assertThat(EmulatorNotes.dropsBarriers("7.2.22")).isTrue();
    assertThat(EmulatorNotes.dropsBarriers("8.0.5")).isTrue();
    assertThat(EmulatorNotes.dropsBarriers("8.1.0")).isFalse();
    assertThat(EmulatorNotes.dropsBarriers("10.0.2")).isFalse();
  }
}
