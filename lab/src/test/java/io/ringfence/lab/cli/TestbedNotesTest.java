package io.ringfence.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestbedNotesTest {
  @Test
  void barriersOfAOneCpuGuestAreDroppedBeforeQemu81() {
    assertThat(TestbedNotes.dropsBarriers("7.2.22")).isTrue();
    assertThat(TestbedNotes.dropsBarriers("8.0.5")).isTrue();
    assertThat(TestbedNotes.dropsBarriers("8.1.0")).isFalse();
    assertThat(TestbedNotes.dropsBarriers("10.0.2")).isFalse();
  }
}
