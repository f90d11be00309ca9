package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.Refused;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guest memory that comes, goes and changes while rings run, and what lies across its borders. */
class LiveMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long SLOTS = ProtocolFeatures.CONFIGURE_MEM_SLOTS;

  private static GuestNic guest(RunningDaemon daemon, GuestRam ram, boolean packed, long protocol) {
    return GuestNic.options()
        .ram(ram)
        .with(packed ? Features.RING_PACKED : 0)
        .protocolFeatures(ProtocolFeatures.REPLY_ACK | ProtocolFeatures.MQ | protocol)
        .net(features -> Shapes.random(features, LoopbackTraffic.LARGEST, packed, 9))
        .connect(daemon.socket());
  }

  /** Three neighbours, in files of their own, and one far away. */
  private static GuestRam extents() {
    return GuestRam.builder()
        .region(0, MIB / 2)
        .region(MIB / 2, MIB / 4)
        .region(3 * MIB / 4, 40 * MIB)
        .region(1L << 40, 4 * MIB)
        .build();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theTableIsReplacedInMidTraffic(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = guest(daemon, extents(), packed, 0)) {
      List<GuestRegion> all = nic.ram().regions();
      int[] turn = {0};
      new LoopbackTraffic(nic, 1)
          .every(
              200, () -> nic.frontEnd().setMemTable(turn[0]++ % 2 == 0 ? all.subList(0, 3) : all))
          .run(10_000);
      assertThat(turn[0]).isEqualTo(50);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void regionsAreAddedAndRemovedInMidTraffic(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = guest(daemon, extents(), packed, SLOTS)) {
      GuestRegion spare = nic.ram().regions().getLast();
      boolean[] present = {true};
      new LoopbackTraffic(nic, 2)
          .every(
              200,
              () -> {
                if (present[0]) {
                  nic.frontEnd().removeMemRegion(spare);
                } else {
                  nic.frontEnd().addMemRegion(spare);
                }
                present[0] = !present[0];
              })
          .run(10_000);
    }
  }

  /**
   * Neighbours in guest addresses are apart in the front-end's. With regions of 16 KiB every large
   * buffer and the larger rings lie across a border.
   */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void ringsAndBuffersLieAcrossTheBordersOfRegions(boolean packed) {
    var builder = GuestRam.builder();
    long at = 0;
    for (int i = 0; i < 7; i++, at += 16 << 10) {
      builder.region(at, 16 << 10);
    }
    GuestRam ram = builder.region(at, 32 * MIB).build();
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = new Straddling(ram, packed).connect(daemon)) {
      new LoopbackTraffic(nic, 3).run(20_000);
    }
  }

  /** Ring memory is handed out region by region, so the first of it is used up beforehand. */
  private record Straddling(GuestRam ram, boolean packed) {
    GuestNic connect(RunningDaemon daemon) {
      return guest(daemon, ram, packed, 0);
    }
  }

  @Test
  void aRingWhoseMemoryGoesBreaksAndIsServedAgainAfterAStart() {
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.with("loopback");
        GuestNic nic = guest(daemon, extents(), false, SLOTS)) {
      new LoopbackTraffic(nic, 4).run(500);
      GuestRegion first = nic.ram().regions().getFirst();
      nic.frontEnd().removeMemRegion(first);
      assertThat(nic.vring(0).err().await(5_000)).isEqualTo(1);
      assertThat(nic.vring(1).err().await(5_000)).isEqualTo(1);
      assertThat(daemon.vring(0).condition()).isEqualTo("broken");
      log.assertSaid(
          "ring broken device=s1 ring=0: front-end address 0x7e1234001000, 4096 bytes: not in one"
              + " region of the memory table");
      nic.frontEnd().addMemRegion(first);
      nic.guest().stop();
      nic.guest().start();
      new LoopbackTraffic(nic, 5).run(500);
    }
  }

  @Test
  void aRegionThatIsNotThereOrOverlapsAnotherIsRefused() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = guest(daemon, extents(), false, SLOTS)) {
      SoftwareFrontEnd frontEnd = nic.frontEnd();
      GuestRegion spare = nic.ram().regions().getLast();
      GuestRegion shifted =
          new GuestRegion(
              spare.guestAddress() + 4096,
              spare.bytes() - 4096,
              spare.userAddress() + 4096,
              spare.mmapOffset() + 4096,
              spare.file(),
              spare.segment());
      assertThatThrownBy(() -> frontEnd.addMemRegion(shifted)).isInstanceOf(Refused.class);
      frontEnd.removeMemRegion(spare);
      assertThatThrownBy(() -> frontEnd.removeMemRegion(spare)).isInstanceOf(Refused.class);
      assertThat(frontEnd.getMaxMemSlots()).isEqualTo(509);
      new LoopbackTraffic(nic, 6).run(500);
    }
  }
}
