package io.ringfence.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.device.TestBackEnd;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.os.MemFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoftwareFrontEndTest {
  @TempDir Path folder;
  private Path path;

  @BeforeEach
  void name() {
    path = folder.resolve("vhost.sock");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.ofDelimiter(" ").formatHex(bytes);
  }

  @Test
  void messagesAreHeaderAndPayloadAsTheProtocolHasThem() {
    assertThat(
            hex(
                VhostSocket.frame(
                    RequestCode.SET_FEATURES.code(), 9, 8, Payload.u64(0x1_0000_8002L))))
        .isEqualTo("02 00 00 00 09 00 00 00 08 00 00 00 02 80 00 00 01 00 00 00");
    assertThat(hex(Payload.vringState(1, 0x102))).isEqualTo("01 00 00 00 02 01 00 00");
    assertThat(hex(Payload.vringAddress(2, 1, 3, 4, 5, 6)))
        .isEqualTo(
            "02 00 00 00 01 00 00 00 03 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00 05 00 00 00 00 00 00 00 06 00 00 00 00 00 00 00");
    GuestRegion region = new GuestRegion(1, 2, 3, 4, null, MemorySegment.NULL);
    String line =
        "01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 03 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00";
    assertThat(hex(Payload.memoryTable(List.of(region))))
        .isEqualTo("01 00 00 00 00 00 00 00 " + line);
    assertThat(hex(Payload.memoryRegion(region))).isEqualTo("00 00 00 00 00 00 00 00 " + line);
    assertThat(hex(Payload.log(1, 2))).isEqualTo("01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00");
    assertThat(hex(Payload.mac(new byte[] {1, 2, 3, 4, 5, 6})))
        .isEqualTo("01 02 03 04 05 06 00 00");
  }

  @Test
  void requestsHaveTheNumbersOfTheProtocol() {
    assertThat(RequestCode.GET_FEATURES.code()).isEqualTo(1);
    assertThat(RequestCode.SET_VRING_ERR.code()).isEqualTo(14);
    assertThat(RequestCode.SET_VRING_ENABLE.code()).isEqualTo(18);
    assertThat(RequestCode.RESET_DEVICE.code()).isEqualTo(34);
    assertThat(RequestCode.CHECK_DEVICE_STATE.code()).isEqualTo(43);
    for (RequestCode request : RequestCode.values()) {
      assertThat(RequestCode.name(request.code())).isEqualTo(request.name());
    }
    assertThat(RequestCode.name(44)).isEqualTo("request 44");
  }

  @Test
  void aGuestStartsAndStopsInTheOrderOfQemu() {
    try (TestBackEnd backEnd = new TestBackEnd(path)) {
      backEnd.offerProtocol(ProtocolFeatures.REPLY_ACK | ProtocolFeatures.MQ);
      try (GuestNic nic = GuestNic.options().pairs(2).connect(path.toString())) {
        nic.guest().stop();
        assertThat(nic.vring(3).base()).isEqualTo(73);
        nic.guest().start();
      }
      backEnd.awaitEnd();
      String ring =
          "SET_VRING_NUM SET_VRING_BASE SET_VRING_ADDR SET_VRING_KICK*1 SET_VRING_CALL*1 ";
      String start = "SET_FEATURES SET_MEM_TABLE!*1 " + ring + ring + "SET_FEATURES " + ring + ring;
      assertThat(String.join(" ", backEnd.names()) + " ")
          .isEqualTo(
              "GET_FEATURES GET_PROTOCOL_FEATURES SET_PROTOCOL_FEATURES GET_QUEUE_NUM SET_OWNER GET_FEATURES "
                  + "SET_VRING_CALL*1 SET_VRING_ERR*1 ".repeat(4)
                  + "SET_VRING_ENABLE ".repeat(4)
                  + start
                  + "GET_VRING_BASE ".repeat(4)
                  + start);
      RawReply base = backEnd.messages().stream().filter(m -> m.request() == 10).toList().getLast();
      assertThat(hex(base.payload()))
          .as("the position the back-end returned")
          .isEqualTo("03 00 00 00 49 00 00 00");
    }
  }

  @Test
  void memorySlotsAndStatusAreUsedWhereNegotiated() {
    try (TestBackEnd backEnd = new TestBackEnd(path)) {
      GuestRam ram = GuestRam.builder().region(0, 32 << 20).region(1L << 32, 1 << 20).build();
      long all =
          ProtocolFeatures.REPLY_ACK
              | ProtocolFeatures.CONFIGURE_MEM_SLOTS
              | ProtocolFeatures.STATUS;
      try (GuestNic nic =
          GuestNic.options().ram(ram).protocolFeatures(all).connect(path.toString())) {
        nic.guest().stop();
        nic.guest().start();
      }
      backEnd.awaitEnd();
      assertThat(backEnd.names().subList(3, 6))
          .containsExactly("GET_MAX_MEM_SLOTS", "SET_OWNER", "GET_FEATURES");
      assertThat(backEnd.names())
          .containsSequence(
              "SET_FEATURES",
              "GET_STATUS",
              "SET_STATUS",
              "ADD_MEM_REG!*1",
              "ADD_MEM_REG!*1",
              "SET_VRING_NUM");
      assertThat(Collections.frequency(backEnd.names(), "ADD_MEM_REG!*1"))
          .as("not sent again at the second start")
          .isEqualTo(2);
      assertThat(hex(backEnd.messages().getLast().payload())).isEqualTo("0f 00 00 00 00 00 00 00");
    }
  }

  @Test
  void theMemoryTableLetsAnotherMappingSeeTheGuestsBytes() {
    try (TestBackEnd backEnd = new TestBackEnd(path);
        GuestRam ram = GuestRam.builder().region(0x10000, 0x2000, 0x7000_0000L, 0x3000).build();
        SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(path.toString());
        Arena arena = Arena.ofShared()) {
      frontEnd.setMemTable(ram.regions());
      backEnd.awaitMessages(1);
      ByteBuffer table =
          ByteBuffer.wrap(backEnd.messages().getFirst().payload()).order(ByteOrder.nativeOrder());
      assertThat(table.getLong(8)).isEqualTo(0x10000);
      assertThat(table.getLong(24)).isEqualTo(0x7000_0000L);
      assertThat(ram.userAddress(0x11234)).isEqualTo(0x7000_1234L);
      int fd = backEnd.messages().getFirst().fds().getFirst();
      assertThat(fd).isNotEqualTo(ram.regions().getFirst().fd());
      MemorySegment seen = MemFd.map(fd, table.getLong(32), 0x2000, arena);
      ram.write(0x11ffe, new byte[] {7, 8});
      assertThat(seen.get(ValueLayout.JAVA_BYTE, 0x1fff)).isEqualTo((byte) 8);
    }
  }

  @Test
  void acknowledgementsAreAskedForOnceNegotiatedAndChecked() {
    try (TestBackEnd backEnd = new TestBackEnd(path);
        SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(path.toString()).acks(Acks.ALWAYS)) {
      frontEnd.setOwner();
      frontEnd.setProtocolFeatures(ProtocolFeatures.REPLY_ACK | ProtocolFeatures.LOG_SHMFD);
      frontEnd.setVringNum(0, 256);
      assertThat(frontEnd.getVringBase(5)).isEqualTo(75);
      try (DirtyLogFile log = new DirtyLogFile(1 << 20, 4096)) {
        frontEnd.setLogBase(log);
      }
      backEnd.acknowledgeWith(22);
      assertThatThrownBy(() -> frontEnd.netSetMtu(9000))
          .isInstanceOf(Refused.class)
          .hasMessage("NET_SET_MTU: acknowledged with 22, 0 is done");
      assertThat(backEnd.names())
          .containsExactly(
              "SET_OWNER",
              "SET_PROTOCOL_FEATURES!",
              "SET_VRING_NUM!",
              "GET_VRING_BASE!",
              "SET_LOG_BASE!*1",
              "NET_SET_MTU!");
    }
  }

  @Test
  void aReplyThatEchoesNeedReplyIsAFault() {
    try (TestBackEnd backEnd = new TestBackEnd(path);
        SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(path.toString())) {
      backEnd.replyWithFlags(0xd);
      assertThatThrownBy(frontEnd::getFeatures)
          .isInstanceOf(DeviceFault.class)
          .hasMessage(
              "reply to GET_FEATURES, flags 0xd, 8 bytes, 0 fds: a reply to GET_FEATURES with flags 0x5 was due");
    }
  }

  @Test
  void aBackEndMayConnectToItsFrontEnd() {
    try (FrontEndListener listener = new FrontEndListener(path.toString())) {
      assertThatThrownBy(() -> listener.accept(10))
          .isInstanceOf(TimedOut.class)
          .hasMessageContaining("a back-end to connect to");
      VhostSocket backEnd = VhostSocket.connect(path.toString());
      try (SoftwareFrontEnd frontEnd = listener.accept(1000)) {
        frontEnd.setOwner();
        assertThat(backEnd.read(1000).request()).isEqualTo(3);
        backEnd.close();
        frontEnd.socket().awaitEnd(1000);
      }
    }
    assertThat(path).doesNotExist();
  }
}
