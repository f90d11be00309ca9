package io.ringfence.lab.measure.bench.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SoakTest {
  private static final long MILLION = 1_000_000;

  @Test
  void whatAThreadTakesNowAndThenPasses() {
    Soak soak = new Soak(100 * MILLION, List.of(20 * MILLION, 20 * MILLION, 21 * MILLION));
    assertThat(soak.bytesPerFrame()).isEqualTo(0.01);
    assertThatCode(soak::check).doesNotThrowAnyException();
  }

  @Test
  void theSmallestObjectForEachBurstOf32IsTooMuch() {
    Soak soak = new Soak(32 * MILLION, List.of(20 * MILLION, 36 * MILLION));
    assertThatThrownBy(soak::check)
        .isInstanceOf(LabException.class)
        .hasMessageStartingWith(
            "epsilon: 32000000 frames, and the heap grew from 20000000 to 36000000 bytes,"
                + " 0.500 per frame; allowed are 0.1.");
  }

  @Test
  void aRunWithoutFramesShowsNothing() {
    assertThatThrownBy(new Soak(0, List.of(1L, 1L))::check)
        .isInstanceOf(LabException.class)
        .hasMessage("epsilon: no frame was carried");
  }

  @Test
  void theHeapsUseIsReadOffItsAddresses() {
    String answer =
        """
        27266:
        Epsilon Heap
         Allocation space:
          space 131072K,   0% used [0x00000000f8000000, 0x00000000f8141a20, 0x0000000100000000)
        """;
    assertThat(HeapInfo.parse(answer)).isEqualTo(0x141a20);
  }

  @Test
  void anotherCollectorsHeapIsRefused() {
    assertThatThrownBy(() -> HeapInfo.parse("27266:\n def new generation   total 4928K"))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("expected the space of an Epsilon Heap")
        .hasMessageContaining("def new generation");
  }
}
