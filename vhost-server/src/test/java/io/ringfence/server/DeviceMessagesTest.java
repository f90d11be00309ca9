package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.device.OfferExtras;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.Refused;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages about the device as a whole, by the socket. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DeviceMessagesTest {
  private static final long ALL = -1L;

  @Test
  void orderPlatformIsOfferedToWhomItIsWantedAndMayBeAccepted() throws Exception {
    try (var daemon = RunningDaemon.offering(new OfferExtras(false, 0, true));
        GuestNic nic = GuestNic.options().with(Features.ORDER_PLATFORM).connect(daemon.socket())) {
      assertThat(nic.frontEnd().getFeatures() & Features.ORDER_PLATFORM).isNotZero();
      assertThat(daemon.daemon().frontEnds().all().getFirst().features() & Features.ORDER_PLATFORM)
          .isNotZero();
    }
  }

  @Test
  void theOfferIsWhatFrontEndsNeedAndNothingThatBreaksThem() {
    try (var daemon = RunningDaemon.with("loopback");
        SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket())) {
      assertThat(frontEnd.getFeatures())
          .isEqualTo(
              Features.VERSION_1
                  | Features.MRG_RXBUF
                  | Features.INDIRECT_DESC
                  | Features.EVENT_IDX
                  | Features.RING_PACKED
                  | Features.IN_ORDER
                  | Features.LOG_ALL
                  | Features.CSUM
                  | Features.GUEST_CSUM
                  | Features.GUEST_TSO4
                  | Features.GUEST_TSO6
                  | Features.GUEST_ECN
                  | Features.HOST_TSO4
                  | Features.HOST_TSO6
                  | Features.HOST_ECN
                  | Features.PROTOCOL_FEATURES);
      assertThat(frontEnd.getProtocolFeatures())
          .isEqualTo(
              ProtocolFeatures.MQ
                  | ProtocolFeatures.LOG_SHMFD
                  | ProtocolFeatures.RARP
                  | ProtocolFeatures.REPLY_ACK
                  | ProtocolFeatures.MTU
                  | ProtocolFeatures.BACKEND_REQ
                  | ProtocolFeatures.RESET_DEVICE
                  | ProtocolFeatures.CONFIGURE_MEM_SLOTS
                  | ProtocolFeatures.STATUS);
    }
  }

  @Test
  void anMtuOutsideOfWhatPacketsMayHaveIsRefused() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = all(daemon)) {
      nic.frontEnd().netSetMtu(68);
      nic.frontEnd().netSetMtu(65535);
      assertThatThrownBy(() -> nic.frontEnd().netSetMtu(67)).isInstanceOf(Refused.class);
      assertThatThrownBy(() -> nic.frontEnd().netSetMtu(65536)).isInstanceOf(Refused.class);
    }
  }

  private static GuestNic all(RunningDaemon daemon) {
    return GuestNic.options().protocolFeatures(ALL).acks(Acks.ALWAYS).connect(daemon.socket());
  }

  @Test
  void aResetStopsTheRingsUntilTheyAreStartedAnew() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = all(daemon)) {
      nic.send(new byte[100]);
      nic.receive(5_000);
      int before = nic.vring(1).base();
      nic.frontEnd().resetDevice();
      assertThat(nic.frontEnd().getStatus()).isZero();
      assertThat(nic.frontEnd().getVringBase(1)).isZero();
      assertThat(daemon.daemon().frontEnds().all().getFirst().vrings())
          .allSatisfy(vring -> assertThat(vring.condition()).isEqualTo("stopped"));
      nic.vring(0).base(1);
      nic.vring(1).base(before + 1);
      nic.guest().start();
      nic.guest().enablePair(0, true);
      nic.send(new byte[200]);
      assertThat(nic.receive(5_000)).hasSize(200);
    }
  }

  @Test
  void aDeviceOfWhichTheOwnerIsResetPassesNoFrames() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = all(daemon)) {
      nic.frontEnd().resetOwner();
      nic.send(new byte[100]);
      nic.vring(1).awaitUsed(5_000);
      assertThat(nic.receiver(0).queue().hasUsed()).isFalse();
      nic.guest().enablePair(0, true);
      nic.send(new byte[200]);
      assertThat(nic.receive(5_000)).hasSize(200);
    }
  }

  @Test
  void descriptorsThatServeNothingYetAreNotCollected() throws Exception {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = all(daemon);
        var event = new NotificationFd()) {
      channelAndLogFd(nic, event);
      long before = openFds();
      for (int i = 0; i < 100; i++) {
        channelAndLogFd(nic, event);
      }
      assertThat(openFds()).isEqualTo(before);
    }
  }

  private static void channelAndLogFd(GuestNic nic, NotificationFd event) {
    nic.frontEnd().send(RequestCode.SET_BACKEND_REQ_FD, Payload.empty(), event.fd());
    nic.frontEnd().setLogFd(event);
    nic.frontEnd().getFeatures(); // a message's descriptors are closed after its answer
  }

  private static long openFds() throws Exception {
    try (Stream<Path> fds = Files.list(Path.of("/proc/self/fd"))) {
      return fds.count();
    }
  }

  @Test
  void anAnnouncementIsTakenAtAnyTime() {
    byte[] mac = {0x52, 0x54, 0, 1, 2, 3};
    try (var daemon = RunningDaemon.with("loopback");
        SoftwareFrontEnd early = SoftwareFrontEnd.connect(daemon.socket()).acks(Acks.ALWAYS);
        GuestNic nic = all(daemon)) {
      early.setProtocolFeatures(early.getProtocolFeatures());
      early.sendRarp(mac);
      nic.frontEnd().sendRarp(mac);
    }
  }
}
