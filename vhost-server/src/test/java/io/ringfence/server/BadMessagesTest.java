package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.os.MemFd;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.RawReply;
import io.ringfence.testkit.wire.Refused;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import io.ringfence.testkit.wire.VhostSocket;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that no front-end should send: the daemon lives, tells why, and serves the next one. */
class BadMessagesTest {
  private final LogLines log = LogLines.of("io.ringfence.server");
  private final RunningDaemon daemon =
      RunningDaemon.with("loopback", "auto", WorkerMode.EVENTFD, 2);

  /** Whatever was done, the next front-end is served. */
  @AfterEach
  void theNextFrontEndIsServed() {
    try (daemon;
        log) {
      try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
        new LoopbackTraffic(nic, 1).run(50);
      }
    }
  }

  /** Connected, with acknowledgements for every message. */
  private SoftwareFrontEnd connect() {
    SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket());
    frontEnd.setProtocolFeatures(ProtocolFeatures.REPLY_ACK | ProtocolFeatures.CONFIGURE_MEM_SLOTS);
    return frontEnd.acks(Acks.ALWAYS);
  }

  private void assertRefused(SoftwareFrontEnd frontEnd, Runnable request, String message) {
    assertThatThrownBy(request::run).isInstanceOf(Refused.class);
    log.assertSaid("WARN request refused request=");
    log.assertSaid(message);
    assertThat(frontEnd.getFeatures()).as("the session stays").isNotZero();
  }

  // ---- descriptors ----------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(RequestCode.class)
  void noNumberOfDescriptorsOnAnyMessageIsKept(RequestCode request) {
    try (SoftwareFrontEnd warm = connect();
        MemFd file = new MemFd("sent", 4096)) {
      assertThat(warm.getFeatures()).isNotZero();
      var fds = new OpenFds();
      for (int count : new int[] {1, 2, 3, 8, 9, 32, 253}) {
        for (int bytes : new int[] {0, 8, 40}) {
          send(request, count, bytes, file.fd());
        }
      }
      fds.assertLevel();
    }
  }

  private void send(RequestCode request, int count, int bytes, int fd) {
    int[] copies = new int[count];
    Arrays.fill(copies, fd);
    try (VhostSocket socket = VhostSocket.connect(daemon.socket())) {
      socket.send(request.code(), VhostSocket.VERSION, new byte[bytes], copies);
      socket.finish();
      socket.awaitEnd(5_000);
    }
  }

  @Test
  void aWrongNumberOfDescriptorsIsRefusedWithTheNumberAllowed() {
    try (SoftwareFrontEnd frontEnd = connect();
        NotificationFd event = new NotificationFd()) {
      assertRefused(
          frontEnd,
          () -> frontEnd.send(RequestCode.SET_VRING_NUM, Payload.vringState(0, 8), event.fd()),
          "SET_VRING_NUM: 1 file descriptors, allowed 0");
      assertRefused(
          frontEnd,
          () -> frontEnd.send(RequestCode.SET_VRING_KICK, Payload.u64(0)),
          "SET_VRING_KICK: ring 0 with bit 8 clear and 0 file descriptors, allowed 1");
      assertRefused(
          frontEnd,
          () -> frontEnd.send(RequestCode.SET_VRING_CALL, Payload.u64(256), event.fd()),
          "SET_VRING_CALL: ring 0 with bit 8 set and 1 file descriptors, allowed 0");
    }
  }

  // ---- headers and requests -------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "1, 0x0, 0", // version 0
    "1, 0x2, 0", // version 2
    "1, 0x5, 0", // a reply
    "1, 0x1, 4097",
    "1, 0x1, -1",
    "1, 0x1, 8"
  })
  void aHeaderThatIsNotARequestEndsTheSession(int request, String flags, int size) {
    try (VhostSocket socket = VhostSocket.connect(daemon.socket())) {
      socket.sendBytes(VhostSocket.frame(request, Integer.decode(flags), size, new byte[0]));
      socket.finish();
      socket.awaitEnd(5_000);
      log.assertSaid("WARN front-end dismissed session=1: ");
    }
  }

  @Test
  void aMessageCutOffAnywhereEndsTheSession() {
    byte[] message = VhostSocket.frame(2, VhostSocket.VERSION, 8, new byte[8]);
    for (int cut = 1; cut < message.length; cut++) {
      try (VhostSocket socket = VhostSocket.connect(daemon.socket())) {
        socket.sendBytes(Arrays.copyOf(message, cut));
        socket.finish();
        socket.awaitEnd(5_000);
        log.assertSaid("front-end dismissed session=" + cut + ": end of file after ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 44, 1000, Integer.MAX_VALUE, -1})
  void anUnknownRequestIsRefusedWhereAskedAndElseIgnored(int code) {
    try (SoftwareFrontEnd frontEnd = connect()) {
      frontEnd.socket().send(code, VhostSocket.VERSION | VhostSocket.NEED_REPLY, new byte[16]);
      RawReply reply = frontEnd.socket().read(5_000);
      assertThat(reply.request()).isEqualTo(code);
      assertThat(reply.u64()).isNotZero();
      frontEnd.socket().send(code, VhostSocket.VERSION, new byte[16]);
      assertThat(frontEnd.getFeatures()).isNotZero();
    }
  }

  @Test
  void featuresThatWereNotOfferedAreRefused() {
    try (SoftwareFrontEnd frontEnd = connect()) {
      assertRefused(
          frontEnd,
          () -> frontEnd.setFeatures(Features.RING_RESET | Features.VERSION_1),
          "features RING_RESET were not offered; offered are ");
      assertRefused(
          frontEnd,
          () ->
              frontEnd.setProtocolFeatures(
                  ProtocolFeatures.REPLY_ACK | ProtocolFeatures.INBAND_NOTIFICATIONS),
          "protocol features INBAND_NOTIFICATIONS were not offered; offered are ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 127, 255})
  void aRingBeyondThePairsIsRefused(int index) {
    try (SoftwareFrontEnd frontEnd = connect()) {
      assertRefused(
          frontEnd, () -> frontEnd.setVringNum(index, 8), "ring " + index + "; allowed are 0 to 3");
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "32769", "-1", "65536"})
  void aRingOfNoSizeThereIsRefused(int size) {
    try (SoftwareFrontEnd frontEnd = connect()) {
      assertRefused(
          frontEnd,
          () -> frontEnd.setVringNum(0, size),
          "ring 0 of " + Integer.toUnsignedString(size) + " descriptors, allowed 1 to 32768");
    }
  }

  @Test
  void withoutAcknowledgementsARefusalEndsTheSession() {
    try (SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket()).acks(Acks.NEVER)) {
      frontEnd.setVringNum(9, 8);
      frontEnd.socket().awaitEnd(5_000);
      log.assertSaid("WARN front-end dismissed session=1: ring 9; allowed are 0 to 3");
    }
  }

  // ---- memory ---------------------------------------------------------------------------------

  private static GuestRegion region(MemFd file, long bytes, long offset) {
    return new GuestRegion(0, bytes, 0x7000_0000_0000L, offset, file, null);
  }

  @ParameterizedTest
  @CsvSource({
    "4097, 0, 'file of 4096 bytes to map, allowed from 4097 (offset 0 + size 4097)'",
    "4096, 1, 'file of 4096 bytes to map, allowed from 4097 (offset 1 + size 4096)'",
    "1, 4096, 'file of 4096 bytes to map, allowed from 4097 (offset 4096 + size 1)'",
    "9223372036854775807, 0, 'file of 4096 bytes to map, allowed from 9223372036854775807'",
    "4096, 9223372036854771713, 'mmap offset + size passes 2^63 - 1'",
    "4096, -4096, 'mmap offset + size passes 2^63 - 1'",
    "-4096, 0, 'front-end address + size passes 2^64'",
    "0, 0, 'size 0, allowed from 1'"
  })
  void aRangeThatTheFileDoesNotHave(long bytes, long offset, String message) {
    try (SoftwareFrontEnd frontEnd = connect();
        MemFd file = new MemFd("short", 4096)) {
      var fds = new OpenFds();
      GuestRegion region = region(file, bytes, offset);
      assertRefused(frontEnd, () -> frontEnd.setMemTable(List.of(region)), message);
      assertRefused(frontEnd, () -> frontEnd.addMemRegion(region), message);
      fds.assertLevel();
    }
  }

  /** The file is there to the last byte. */
  @Test
  void aRegionLargerThanAFrontEndMayHave() {
    try (SoftwareFrontEnd frontEnd = connect();
        MemFd file = new MemFd("sparse", Long.MAX_VALUE)) {
      var fds = new OpenFds();
      for (long bytes : new long[] {1L << 50, Long.MAX_VALUE - 4095, Long.MAX_VALUE}) {
        GuestRegion region = region(file, bytes, 0);
        assertRefused(
            frontEnd,
            () -> frontEnd.setMemTable(List.of(region)),
            "makes the memory table larger than the 1099511627776 bytes that are allowed");
      }
      fds.assertLevel();
    }
  }

  @Test
  void aDescriptorThatIsNoFile() {
    try (SoftwareFrontEnd frontEnd = connect();
        NotificationFd event = new NotificationFd()) {
      assertRefused(
          frontEnd,
          () ->
              frontEnd.send(
                  RequestCode.SET_MEM_TABLE,
                  Payload.memoryTable(List.of(region(null, 4096, 0))),
                  event.fd()),
          "allowed a regular file or memfd");
    }
  }

  @Test
  void aTableThatFailsHalfWayLeavesTheOneBefore() {
    try (GuestNic nic = GuestNic.options().connect(daemon.socket());
        MemFd file = new MemFd("short", 4096)) {
      new LoopbackTraffic(nic, 1).run(100);
      var fds = new OpenFds();
      GuestRegion good = nic.ram().regions().getFirst();
      GuestRegion bad = new GuestRegion(1L << 40, 8192, 0x7000_0000_0000L, 0, file, null);
      assertThatThrownBy(() -> nic.frontEnd().setMemTable(List.of(good, bad)))
          .isInstanceOf(Refused.class);
      new LoopbackTraffic(nic, 2).run(100);
      fds.assertLevel();
    }
  }

  // ---- starting rings -------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "100, 0x1000, 0x3000, 'ring 0: ring of 100 descriptors; allowed are powers of two from 1'",
    "8, 0x1008, 0x3000, 'ring 0: descriptor table at guest address 0x1008; it must be a multiple'",
    "8, 0x1000, 0x3002, 'ring 0: used ring at guest address 0x3002; it must be a multiple of 4'",
    "8, 0x200000, 0x3000, 'ring 0: front-end address 0x7e1234200000, 128 bytes: not in one region'",
    "8, 0x1fff90, 0x3000, 'ring 0: guest address 0x1fff90, 128 bytes: not in one region'",
    "8, 0x1000, 0x1fffc0, 'ring 0: guest address 0x1fffc0, 70 bytes: not in one region'"
  })
  void aRingThatCannotBeServed(int size, String desc, String used, String message) {
    try (SoftwareFrontEnd frontEnd = connect();
        GuestRam ram = GuestRam.of(2 << 20);
        NotificationFd kick = new NotificationFd()) {
      long base = ram.regions().getFirst().userAddress();
      frontEnd.setFeatures(Features.VERSION_1 | Features.PROTOCOL_FEATURES);
      frontEnd.setMemTable(ram.regions());
      frontEnd.setVringEnable(0, true);
      frontEnd.setVringNum(0, size);
      frontEnd.send(
          RequestCode.SET_VRING_ADDR,
          Payload.vringAddress(
              0, 0, base + Long.decode(desc), base + Long.decode(used), base + 0x2000, 0));
      assertRefused(frontEnd, () -> frontEnd.setVringKick(0, kick), message);
      assertThat(frontEnd.getVringBase(0)).isZero();
    }
  }
}
