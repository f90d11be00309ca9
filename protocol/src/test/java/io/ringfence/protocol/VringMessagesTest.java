package io.ringfence.protocol;

import static io.ringfence.protocol.Messages.decode;
import static io.ringfence.protocol.Messages.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VringMessagesTest {
  @Test
  void aRingHasOneTo32768Descriptors() throws ProtocolException {
    assertThat(decode(8, 0, pair(3, 1))).isEqualTo(new Request.SetVringNum(3, 1));
    assertThat(decode(8, 0, pair(3, 32768))).isEqualTo(new Request.SetVringNum(3, 32768));
    refuses(8, 0, pair(3, 0), "SET_VRING_NUM: ring 3 of 0 descriptors, allowed 1 to 32768");
    refuses(8, 0, pair(3, 32769), "SET_VRING_NUM: ring 3 of 32769 descriptors, allowed 1 to 32768");
    refuses(
        8, 0, pair(3, -1), "SET_VRING_NUM: ring 3 of 4294967295 descriptors, allowed 1 to 32768");
  }

  @Test
  void theAddressesComeAsDescriptorsUsedAvailableAndLog() throws ProtocolException {
    Request request = decode(9, 0, pair(1, 1), 0x7000, 0x9000, 0x8000, 0xa000);
    assertThat(request)
        .isEqualTo(new Request.SetVringAddr(1, 1, 0x7000, 0x9000, 0x8000, 0xa000))
        .extracting("desc", "used", "avail", "log")
        .containsExactly(0x7000L, 0x9000L, 0x8000L, 0xa000L);
    assertThat(((Request.SetVringAddr) request).logged()).isTrue();
    assertThat(((Request.SetVringAddr) decode(9, 0, pair(1, 0), 0, 0, 0, 0)).logged()).isFalse();
    assertThatThrownBy(() -> decode(9, 0, pair(1, 2), 0, 0, 0, 0))
        .isInstanceOf(ProtocolException.class)
        .hasMessage("SET_VRING_ADDR: ring 1 flags 0x2, allowed 0 or 1");
  }

  @Test
  void aSplitRingsBaseIsTheAvailableIndex() throws ProtocolException {
    assertThat(decode(10, 0, pair(0, 0xffff)))
        .isEqualTo(new Request.SetVringBase(0, VringBase.split(0xffff)));
    assertThat(VringBase.split(0x1_0002).availIndex()).isEqualTo(2);
    assertThat(VringBase.split(0xfffe).availIndex()).isEqualTo(0xfffe);
  }

  @Test
  void aPackedRingsBaseHasBothHalvesAndBothWrapCounters() throws ProtocolException {
    // QEMU sends this for a fresh packed ring: both positions 0, both wrap counters 1.
    assertThat(decode(10, 0, pair(1, 0x80008000)))
        .isEqualTo(new Request.SetVringBase(1, VringBase.packed(0, true, 0, true)));
    VringBase base = new VringBase(0x8123_0abc);
    assertThat(base.packedAvail()).isEqualTo(0xabc);
    assertThat(base.packedAvailWrap()).isFalse();
    assertThat(base.packedUsed()).isEqualTo(0x123);
    assertThat(base.packedUsedWrap()).isTrue();
    assertThat(VringBase.packed(0xabc, false, 0x123, true)).isEqualTo(base);
    assertThat(VringBase.packed(0x7fff, true, 0x7fff, false).bits()).isEqualTo(0x7fff_ffff);
  }

  @Test
  void gettingTheBaseNamesTheRingAndIgnoresTheNumber() throws ProtocolException {
    assertThat(decode(11, 0, pair(7, 0xdead))).isEqualTo(new Request.GetVringBase(7));
  }

  @Test
  void aRingIsEnabledByOneAndDisabledByZero() throws ProtocolException {
    assertThat(decode(18, 0, pair(2, 1))).isEqualTo(new Request.SetVringEnable(2, true));
    assertThat(decode(18, 0, pair(2, 0))).isEqualTo(new Request.SetVringEnable(2, false));
    refuses(18, 0, pair(2, 2), "SET_VRING_ENABLE: ring 2 enable 2, allowed 0 or 1");
  }

  @Test
  void kickCallAndErrCarryAnFdUnlessBitEightSaysSo() throws ProtocolException {
    assertThat(decode(12, 1, 5)).isEqualTo(new Request.SetVringKick(5, true));
    assertThat(decode(12, 0, 0x1ff)).isEqualTo(new Request.SetVringKick(255, false));
    assertThat(decode(13, 1, 0)).isEqualTo(new Request.SetVringCall(0, true));
    assertThat(decode(13, 0, 0x100)).isEqualTo(new Request.SetVringCall(0, false));
    assertThat(decode(14, 1, 1)).isEqualTo(new Request.SetVringErr(1, true));
    assertThat(decode(14, 0, 0x101)).isEqualTo(new Request.SetVringErr(1, false));
  }

  @ParameterizedTest
  @CsvSource({"12, SET_VRING_KICK", "13, SET_VRING_CALL", "14, SET_VRING_ERR"})
  void bitEightAndTheFdMustAgree(int code, String name) {
    refuses(code, 0, 5, name + ": ring 5 with bit 8 clear and 0 file descriptors, allowed 1");
    refuses(code, 1, 0x105, name + ": ring 5 with bit 8 set and 1 file descriptors, allowed 0");
    refuses(code, 1, 0x205, name + ": payload 0x205, allowed bits 0x1ff");
  }

  @ParameterizedTest
  @CsvSource({
    "8, SET_VRING_NUM",
    "10, SET_VRING_BASE",
    "11, GET_VRING_BASE",
    "18, SET_VRING_ENABLE"
  })
  void ring255IsTheLastThatCanBeNamed(int code, String name) throws ProtocolException {
    assertThat(decode(code, 0, pair(255, 1))).extracting("index").isEqualTo(255);
    refuses(code, 0, pair(256, 1), name + ": ring 256, allowed 0 to 255");
    refuses(code, 0, pair(-1, 1), name + ": ring 4294967295, allowed 0 to 255");
  }

  private static void refuses(int code, int fds, long payload, String message) {
    assertThatThrownBy(() -> decode(code, fds, payload))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(message);
  }
}
