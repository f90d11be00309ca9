package io.ringfence.lab.kit.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetupTest {
  private static List<String> overrides(int queues, String... qemu) {
    return new Setup(
            List.of("ringfence"),
            List.of("netserver"),
            List.of(qemu),
            "ttyS0",
            Path.of("/image"),
            2,
            "split",
            true,
            "eventfd",
            "auto",
            false,
            false,
            false,
            queues)
        .overrides();
  }

  @Test
  void aDeviceWithMessageInterruptsHasOneForEachRingAndTwoMore() {
    assertThat(overrides(4, "qemu", "-set", "device.nic.vectors=4"))
        .containsSequence("-set", "device.nic.vectors=10");
  }

  @Test
  void aDeviceWithoutThemOrOfOnePairIsLeftAsItIs() {
    assertThat(overrides(4, "qemu")).noneMatch(word -> word.contains("vectors"));
    assertThat(overrides(1, "qemu", "-set", "device.nic.vectors=4"))
        .noneMatch(word -> word.contains("vectors"));
  }
}
