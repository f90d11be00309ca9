package io.ringfence.server.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.uplink.loopback.LoopbackPort;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WarmUpTest {
  @ParameterizedTest
  @ValueSource(strings = {"auto", "mandatory", "none"})
  void framesPassThroughBothFormats(String policy) {
    DataPathFactory factory = new DataPathRealms().factory(BarrierPolicy.parse(policy));
    assertThat(new WarmUp(new LoopbackPort()).run(factory)).isEqualTo(200);
  }
}
