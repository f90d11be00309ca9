package io.ringfence.protocol;

import static io.ringfence.protocol.Messages.decode;
import static io.ringfence.protocol.Messages.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages without rings or memory: see {@link VringMessagesTest}, {@link MemoryMessagesTest}. */
class DecoderTest {
  static Stream<Arguments> messagesWithoutPayload() {
    return Stream.of(
        Arguments.of(1, 0, new Request.GetFeatures()),
        Arguments.of(3, 0, new Request.SetOwner()),
        Arguments.of(4, 0, new Request.ResetOwner()),
        Arguments.of(7, 1, new Request.SetLogFd()),
        Arguments.of(15, 0, new Request.GetProtocolFeatures()),
        Arguments.of(17, 0, new Request.GetQueueNum()),
        Arguments.of(21, 1, new Request.SetBackendReqFd()),
        Arguments.of(34, 0, new Request.ResetDevice()),
        Arguments.of(36, 0, new Request.GetMaxMemSlots()),
        Arguments.of(40, 0, new Request.GetStatus()));
  }

  @ParameterizedTest
  @MethodSource("messagesWithoutPayload")
  void aMessageWithoutPayloadIsItsCode(int code, int fds, Request expected)
      throws ProtocolException {
    assertThat(decode(code, fds)).isEqualTo(expected);
  }

  @Test
  void aMessageOnTheWireOfALittleEndianMachineIsReadByteForByte() throws ProtocolException {
    // SET_FEATURES, version 1 and need_reply, 8 bytes: VERSION_1 and MRG_RXBUF.
    byte[] wire =
        HexFormat.of().parseHex("02000000" + "09000000" + "08000000" + "0080000001000000");
    MemorySegment message = MemorySegment.ofArray(wire);
    Header header = Header.read(message.asSlice(0, 12));
    assertThat(Decoder.decode(header, message.asSlice(12), 0))
        .isEqualTo(new Request.SetFeatures(0x1_0000_8000L));
    assertThat(header.needReply()).isTrue();
  }

  @Test
  void featuresKeepAllSixtyFourBits() throws ProtocolException {
    assertThat(decode(2, 0, -2L)).isEqualTo(new Request.SetFeatures(-2L));
    assertThat(decode(16, 0, 1L << 63)).isEqualTo(new Request.SetProtocolFeatures(1L << 63));
  }

  @Test
  void theMacOfSendRarpIsTheFirstSixBytesInTheirOrder() throws ProtocolException {
    byte[] payload = HexFormat.of().parseHex("525400123456" + "ffff");
    Request request = decode(19, MemorySegment.ofArray(payload), 0);
    assertThat(request).isEqualTo(new Request.SendRarp(new MacAddress(0x525400123456L)));
    MacAddress mac = ((Request.SendRarp) request).mac();
    assertThat(mac).hasToString("52:54:00:12:34:56");
    assertThat(mac.toBytes()).containsExactly(0x52, 0x54, 0, 0x12, 0x34, 0x56);
  }

  @Test
  void anMtuIsLeftForTheSessionToRefuseByAcknowledgement() throws ProtocolException {
    assertThat(decode(20, 0, 1500)).isEqualTo(new Request.NetSetMtu(1500));
    assertThat(decode(20, 0, -1)).isEqualTo(new Request.NetSetMtu(-1));
  }

  @Test
  void aStatusHasEightBits() throws ProtocolException {
    assertThat(decode(39, 0, 0)).isEqualTo(new Request.SetStatus(0));
    assertThat(decode(39, 0, 0xff)).isEqualTo(new Request.SetStatus(0xff));
    assertThatThrownBy(() -> decode(39, 0, 0x100))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("SET_STATUS: status 0x100, allowed 0x0 to 0xff");
  }

  @Test
  void configurationAccessIsDecodedUpToTheLastByteOfTheSpace() throws ProtocolException {
    assertThat(decode(24, config(250, 6, 1, 6), 0)).isEqualTo(new Request.GetConfig(250, 6, 1));
    assertThat(decode(24, config(0, 256, 0, 256), 0)).isEqualTo(new Request.GetConfig(0, 256, 0));
    assertThat(decode(25, config(0, 0, 0, 0), 0)).isEqualTo(new Request.SetConfig(0, 0, 0));
    assertThatThrownBy(() -> decode(25, config(251, 6, 1, 6), 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("SET_CONFIG: 6 bytes at offset 251, allowed within 0 to 256");
    assertThatThrownBy(() -> decode(24, config(-1, -1, 1, 6), 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("GET_CONFIG: 4294967295 bytes at offset 4294967295, allowed within 0 to 256");
    assertThatThrownBy(() -> decode(24, config(0, 6, 0, 7), 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("GET_CONFIG: payload of 19 bytes, allowed for a size of 6 18");
  }

  @Test
  void whatIsNotOfferedIsToldFromWhatIsUnknown() throws ProtocolException {
    assertThat(decode(28, 0)).isEqualTo(new Request.NotOffered(RequestType.POSTCOPY_ADVISE));
    assertThat(decode(32, 1, 0, 0, pair(2, 0)))
        .isEqualTo(new Request.NotOffered(RequestType.SET_INFLIGHT_FD));
    assertThat(decode(42, 1, pair(0, 0)))
        .isEqualTo(new Request.NotOffered(RequestType.SET_DEVICE_STATE_FD));
    assertThat(decode(44, 0)).isEqualTo(new Request.UnknownRequest(44));
  }

  @Test
  void aPayloadThatIsNotTheHeadersIsTheCallersMistake() {
    assertThatThrownBy(
            () -> Decoder.decode(Messages.header(2, 8), MemorySegment.ofArray(new byte[7]), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("payload of 7 bytes, size in the header 8");
  }

  private static MemorySegment config(int offset, int size, int flags, int dataBytes) {
    byte[] payload = new byte[12 + dataBytes];
    MemorySegment segment = MemorySegment.ofArray(payload);
    segment.copyFrom(Messages.u32s(offset, size, flags));
    return segment;
  }
}
