package io.ringfence.testkit.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.memory.GuestRam;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The bytes of both rings, worked out by hand from VIRTIO 1.3. */
class RingLayoutTest {
  private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
  private final GuestRam ram = GuestRam.anonymous(1 << 20);

  private String bytes(long at, int count) {
    return HEX.formatHex(ram.read(at, count));
  }

  @Test
  void splitDescriptorIsAddressLengthFlagsNext() {
    SplitRing ring = new SplitRing(ram, 4, 0x1000, 0x2000, 0x3000);
    ring.desc(3, 0x1122334455667788L, 0xaabbccdd, 5, 0x0107);
    assertThat(bytes(0x1030, 16)).isEqualTo("88 77 66 55 44 33 22 11 dd cc bb aa 05 00 07 01");
    assertThat(bytes(0x1000, 16)).isEqualTo("00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00");
  }

  @Test
  void splitAvailableRingIsFlagsIdxRingUsedEvent() {
    SplitRing ring = new SplitRing(ram, 4, 0x1000, 0x2000, 0x3000);
    ring.availFlags(1);
    ring.availIdx(0x0302);
    ring.availEntry(0, 0x0504);
    ring.availEntry(3, 0x0706);
    ring.usedEvent(0x0908);
    assertThat(bytes(0x2000, 15)).isEqualTo("01 00 02 03 04 05 00 00 00 00 06 07 08 09 00");
    assertThat(SplitRing.availBytes(4)).isEqualTo(14);
  }

  @Test
  void splitUsedRingIsFlagsIdxElementsAvailEvent() {
    SplitRing ring = new SplitRing(ram, 2, 0x1000, 0x2000, 0x3000);
    ring.usedFlags(1);
    ring.usedIdx(0x0302);
    ring.usedEntry(1, 0x07060504, 0x0b0a0908);
    ring.availEvent(0x0d0c);
    assertThat(bytes(0x3000, 23))
        .isEqualTo("01 00 02 03 00 00 00 00 00 00 00 00 04 05 06 07 08 09 0a 0b 0c 0d 00");
    assertThat(SplitRing.usedBytes(2)).isEqualTo(22);
  }

  @Test
  void packedDescriptorIsAddressLengthIdFlags() {
    PackedRing ring = new PackedRing(ram, 3, 0x1000, 0x2000, 0x3000);
    ring.descBody(2, 0x1122334455667788L, 0xaabbccdd, 0x0107);
    ring.descFlags(2, 0x8083);
    assertThat(bytes(0x1020, 16)).isEqualTo("88 77 66 55 44 33 22 11 dd cc bb aa 07 01 83 80");
  }

  @Test
  void packedEventIsOffsetAndWrapThenFlags() {
    PackedRing ring = new PackedRing(ram, 3, 0x1000, 0x2000, 0x3000);
    ring.driverEvent(0x8001, 2);
    ring.deviceEvent(0x0102, 1);
    assertThat(bytes(0x2000, 4)).isEqualTo("01 80 02 00");
    assertThat(bytes(0x3000, 4)).isEqualTo("02 01 01 00");
  }

  @Test
  void splitDriverWritesAChainAndAnIndirectTable() {
    SplitDriver driver = new SplitDriver(ram, QueueConfig.split(4).withTables(2));
    DriverChain chain = new DriverChain().out(0x10, 1).out(0x20, 2).in(0x30, 3).indirectFrom(1);
    int head = driver.add(chain, 9);
    driver.publish();
    assertThat(head).isZero();
    assertThat(bytes(driver.descAddress(), 16))
        .isEqualTo("10 00 00 00 00 00 00 00 01 00 00 00 01 00 01 00");
    assertThat(driver.ring().descFlags(1)).isEqualTo(4);
    assertThat(driver.ring().descLength(1)).isEqualTo(32);
    assertThat(bytes(driver.ring().descAddress(1), 32))
        .isEqualTo(
            "20 00 00 00 00 00 00 00 02 00 00 00 01 00 01 00 30 00 00 00 00 00 00 00 03 00 00 00 02 00 00 00");
    assertThat(bytes(driver.availAddress(), 6)).isEqualTo("00 00 01 00 00 00");
  }

  @Test
  void packedDriverWritesAChainWithTheIdLast() {
    PackedDriver driver = new PackedDriver(ram, QueueConfig.packed(3));
    driver.add(new DriverChain().out(0x10, 1).in(0x20, 2), 9);
    assertThat(driver.ring().descFlags(0)).as("held back until published").isZero();
    driver.publish();
    assertThat(bytes(driver.descAddress(), 32))
        .isEqualTo(
            "10 00 00 00 00 00 00 00 01 00 00 00 ff ff 81 00 20 00 00 00 00 00 00 00 02 00 00 00 00 00 82 00");
  }
}
