package io.ringfence.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.protocol.MacAddress;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RarpFrameTest {
  @Test
  void itIsAReverseRequestOfTheGuestForItself() {
    byte[] frame = RarpFrame.of(new MacAddress(0x525400123456L));
    assertThat(HexFormat.of().formatHex(frame))
        .isEqualTo(
            "ffffffffffff"
                + "525400123456"
                + "8035"
                + "0001"
                + "0800"
                + "06"
                + "04"
                + "0003"
                + "525400123456"
                + "00000000"
                + "525400123456"
                + "00000000"
                + "00".repeat(18));
  }
}
