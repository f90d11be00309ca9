package io.ringfence.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto", "mandatory", "none"})
  void framesPassThroughBothFormats(String policy) {
    DataPathFactory factory = new DataPathRealms().factory(BarrierPolicy.parse(policy));
    assertThat(new Rehearsal().run(factory)).isEqualTo(200);
  }
}
