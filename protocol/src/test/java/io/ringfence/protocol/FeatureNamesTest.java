package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FeatureNamesTest {
  @Test
  void aMaskReadsAsTheNamesOfItsBits() {
    assertThat(VirtioFeature.format(1L << 32 | 1L << 15 | 1L << 30 | 1L << 45))
        .isEqualTo("MRG_RXBUF|PROTOCOL_FEATURES|VERSION_1|bit 45");
    assertThat(VirtioFeature.format(1L << 63)).isEqualTo("SPEED_DUPLEX");
    assertThat(VirtioFeature.format(0)).isEqualTo("none");
    assertThat(ProtocolFeature.format(0x1a00fL))
        .isEqualTo("MQ|LOG_SHMFD|RARP|REPLY_ACK|RESET_DEVICE|CONFIGURE_MEM_SLOTS|STATUS");
    assertThat(DeviceStatus.format(0xf)).isEqualTo("ACKNOWLEDGE|DRIVER|DRIVER_OK|FEATURES_OK");
  }

  @Test
  void theBitsAreThoseOfTheSpecifications() {
    assertThat(VirtioFeature.mask(VirtioFeature.RING_PACKED, VirtioFeature.EVENT_IDX))
        .isEqualTo(0x4_2000_0000L);
    assertThat(ProtocolFeature.DEVICE_STATE.mask()).isEqualTo(0x80000L);
    assertThat(DeviceStatus.FAILED.mask()).isEqualTo(0x80L);
    assertThat(VirtioFeature.LOG_ALL.in(0x0400_0000L)).isTrue();
    assertThat(VirtioFeature.LOG_ALL.in(~0x0400_0000L)).isFalse();
  }
}
