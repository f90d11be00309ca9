package io.ringfence.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each target over its seeds, and over many inputs derived from them with a fixed seed. */
class TargetsTest {
  private static final int INPUTS = 20_000;

  private static Stream<Arguments> targets() {
    return Stream.of(
        target("DecoderTarget", DecoderTarget::fuzzerTestOneInput),
        target("SplitRingTarget", SplitRingTarget::fuzzerTestOneInput),
        target("PackedRingTarget", PackedRingTarget::fuzzerTestOneInput));
  }

  private static Arguments target(String name, Consumer<byte[]> entry) {
    return Arguments.of(name, entry);
  }

  @ParameterizedTest
  @MethodSource("targets")
  void nothingIsFound(String name, Consumer<byte[]> target) {
    List<byte[]> seeds = Seeds.of(name);
    seeds.forEach(target);
    var random = new Random(25);
    for (int i = 0; i < INPUTS; i++) {
      byte[] seed = seeds.get(random.nextInt(seeds.size()));
      target.accept(changed(random, Arrays.copyOf(seed, 1 + random.nextInt(2 * seed.length))));
    }
  }

  private static byte[] changed(Random random, byte[] bytes) {
    for (int i = random.nextInt(6); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** The check of the device's writes detects a byte outside the device's areas. */
  @Test
  void aByteWrittenOutsideIsDetected() {
    try (var arena = java.lang.foreign.Arena.ofConfined()) {
      var memory = new CheckedMemory(arena);
      memory.write(CheckedMemory.RINGS + 5, (byte) 1);
      memory.check();
      memory.guest().slice(0x2000, 1).set(java.lang.foreign.ValueLayout.JAVA_BYTE, 0, (byte) 1);
      assertThatThrownBy(memory::check).isInstanceOf(Finding.class);
    }
  }

  @Test
  void seedsOfRingsReachTheDevice() {
    for (byte[] seed : Seeds.of("SplitRingTarget")) {
      assertThat(seed).hasSizeGreaterThan(40);
    }
  }
}
