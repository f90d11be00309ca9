package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.Refused;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import org.junit.jupiter.api.Test;

/** QEMU with several queue pairs speaks of each memory region once a pair. */
class RepeatedRegionTest {
  @Test
  void aRegionStaysUntilItWasRemovedAsOftenAsItWasAdded() {
    try (var daemon = RunningDaemon.with("discard");
        GuestRam ram = GuestRam.of(1 << 20);
        SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket()).acks(Acks.ALWAYS)) {
      frontEnd.setFeatures(
          frontEnd.getFeatures() & (Features.VERSION_1 | Features.PROTOCOL_FEATURES));
      frontEnd.setProtocolFeatures(
          ProtocolFeatures.REPLY_ACK | ProtocolFeatures.CONFIGURE_MEM_SLOTS);
      GuestRegion region = ram.regions().getFirst();
      frontEnd.addMemRegion(region);
      frontEnd.addMemRegion(region);
      assertThat(memoryBytes(daemon)).isEqualTo(1 << 20);
      frontEnd.removeMemRegion(region);
      assertThat(memoryBytes(daemon)).isEqualTo(1 << 20);
      frontEnd.removeMemRegion(region);
      assertThat(memoryBytes(daemon)).isZero();
      assertThatThrownBy(() -> frontEnd.removeMemRegion(region)).isInstanceOf(Refused.class);
    }
  }

  private static long memoryBytes(RunningDaemon daemon) {
    return daemon.daemon().frontEnds().all().getFirst().memoryBytes();
  }
}
