package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReplyTest {
  @Test
  void aNumberIsSentWithFlagsFive() {
    assertThat(Reply.u64(RequestType.GET_FEATURES, 0x1_4000_0000L))
        .isEqualTo(message(1, 8, 0x1_4000_0000L));
  }

  @Test
  void anAcknowledgementNeverEchoesNeedReply() throws ProtocolException {
    Header request = Header.read(Messages.u32s(5, 9, 40));
    assertThat(Reply.ack(request, true)).isEqualTo(message(5, 8, 0));
    assertThat(Reply.ack(request, false)).isEqualTo(message(5, 8, 1));
  }

  @Test
  void anUnknownRequestCanBeRefusedByItsNumber() throws ProtocolException {
    Header request = Header.read(Messages.u32s(77, 9, 0));
    assertThat(Reply.ack(request, false)).isEqualTo(message(77, 8, 1));
  }

  @Test
  void aBaseIsSentAsAVringState() {
    assertThat(Reply.vringBase(3, VringBase.packed(1, true, 2, false)))
        .isEqualTo(message(11, 8, Messages.pair(3, 0x0002_8001)));
  }

  @Test
  void anEmptyReplyRefusesToReadTheConfiguration() {
    assertThat(Reply.configRefused())
        .isEqualTo(Messages.buffer(12).putInt(24).putInt(5).putInt(0).array());
  }

  private static byte[] message(int request, int size, long payload) {
    return Messages.buffer(12 + size)
        .putInt(request)
        .putInt(5)
        .putInt(size)
        .putLong(payload)
        .array();
  }
}
