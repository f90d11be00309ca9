package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeaderTest {
  @Test
  void threeWordsBecomeRequestFlagsAndSize() throws ProtocolException {
    Header header = Header.read(Messages.u32s(5, 0x9, 40));
    assertThat(header).isEqualTo(new Header(5, 9, 40));
    assertThat(header.needReply()).isTrue();
    assertThat(header.requestName()).isEqualTo("SET_MEM_TABLE");
    assertThat(Header.read(Messages.u32s(5, 0x1, 40)).needReply()).isFalse();
  }

  @Test
  void everyVersionButOneIsRefused() {
    for (int version : new int[] {0, 2, 3}) {
      assertThatThrownBy(() -> Header.read(Messages.u32s(1, version, 0)))
          .isInstanceOf(ProtocolException.class)
          .hasMessage("GET_FEATURES: version " + version + ", allowed 1");
    }
  }

  @Test
  void aReplyFromTheFrontEndIsRefused() {
    assertThatThrownBy(() -> Header.read(Messages.u32s(1, 5, 8)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("GET_FEATURES: reply flag set, allowed in answers of the back-end only");
  }

  @Test
  void reservedFlagsAreRefused() {
    assertThatThrownBy(() -> Header.read(Messages.u32s(1, 0x11, 8)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("GET_FEATURES: flags 0x11, allowed bits 0xf");
  }

  @Test
  void aPayloadOf4096BytesIsTheLargestEvenForAnUnknownRequest() throws ProtocolException {
    assertThat(Header.read(Messages.u32s(99, 1, 4096)).size()).isEqualTo(4096);
    assertThatThrownBy(() -> Header.read(Messages.u32s(99, 1, 4097)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("request 99: payload of 4097 bytes, allowed 0 to 4096");
    assertThatThrownBy(() -> Header.read(Messages.u32s(-1, 1, -1)))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("request 4294967295: payload of 4294967295 bytes, allowed 0 to 4096");
  }
}
