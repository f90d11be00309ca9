package io.ringfence.server.uplink.tap;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.pair.DataPathRealms;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RequestTraffic;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.VringCounters;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every request comes back, past several rounds of the rings. */
class RequestTrafficTest {
  @ParameterizedTest
  @CsvSource({
    "false, true, 12, true, true",
    "false, false, 12, true, false",
    "true, true, 12, true, true",
    "true, false, 12, true, false",
    "false, true, 10, false, true"
  })
  void everyRequestIsAnswered(
      boolean packed, boolean eventIndex, int headerBytes, boolean mergeable, boolean indirect) {
    var config = new VringConfig(packed, 256, 0, 0, 0, eventIndex);
    var ring = new RingSetup(config, RingPosition.split(0), true, null, new VringCounters());
    var like =
        new PairSetup(
            new GuestMemory(List.of(), List.of()),
            headerBytes,
            mergeable,
            indirect ? VirtioFeature.INDIRECT_DESC.mask() : 0,
            ring,
            ring,
            null,
            null);
    try (var rehearsal = new TapRehearsal()) {
      var traffic = new RequestTraffic(rehearsal, like);
      var factory = DataPathRealms.fresh(BarrierPolicy.DEFAULT, "rehearsed");
      assertThat(traffic.run(factory, 1_000)).isEqualTo(1_200);
      assertThat(traffic.run(factory, 70_000)).isEqualTo(84_000);
    }
  }
}
