package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.LoopbackTraffic;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.guest.GuestNicOptions;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.Recording;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import io.ringfence.testkit.wire.VhostSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A front-end that dies in the middle of its start: after each byte that it sends. */
@ExtendWith(Victim.class)
class StartCutTest {
  private static final long ALL =
      ProtocolFeatures.MQ
          | ProtocolFeatures.REPLY_ACK
          | ProtocolFeatures.CONFIGURE_MEM_SLOTS
          | ProtocolFeatures.STATUS;

  @Test
  void splitRingsAndATableOfMemory(ChildDaemon daemon) {
    dieAtEachByte(daemon, GuestNic.options());
  }

  @Test
  void packedRingsAndSlotsOfMemory(ChildDaemon daemon) {
    var ram = GuestRam.builder().region(0, 2 << 20).region(1L << 32, 2 << 20).build();
    dieAtEachByte(
        daemon,
        GuestNic.options()
            .ram(ram)
            .with(Features.RING_PACKED | Features.MQ)
            .protocolFeatures(ALL)
            .net(f -> NetConfig.negotiated(f, 1514).withSlots(8, 8)));
  }

  private static void dieAtEachByte(ChildDaemon daemon, GuestNicOptions options) {
    VhostSocket first = VhostSocket.connect(daemon.socket());
    Recording start = first.record();
    try (GuestNic nic = options.start(SoftwareFrontEnd.over(first))) {
      assertThat(start.messages()).as("messages of a start").hasSizeGreaterThan(20);
      new LoopbackTraffic(nic, 1).upTo(1_500).run(10); // so it was a start indeed
      nic.guest().stop();
      for (int bytes = 0; bytes <= start.bytes(); bytes++) {
        try (VhostSocket socket = VhostSocket.connect(daemon.socket())) {
          start.replay(socket, bytes);
        }
      }
    }
  }
}
