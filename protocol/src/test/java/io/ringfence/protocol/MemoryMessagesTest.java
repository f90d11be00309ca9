package io.ringfence.protocol;

import static io.ringfence.protocol.Messages.decode;
import static io.ringfence.protocol.Messages.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryMessagesTest {
  private static final long LAST = Long.MAX_VALUE;

  @Test
  void aTableOfTwoRegionsWithAGap() throws ProtocolException {
    long[] table = {
      pair(2, 0), 0, 0xa0000, 0x7f00_0000_0000L, 0, 0xc0000, 0x1000, 0x7f00_1000_0000L, 0xc0000
    };
    assertThat(decode(5, 2, table))
        .isEqualTo(
            new Request.SetMemTable(
                List.of(
                    new MemoryRegion(0, 0xa0000, 0x7f00_0000_0000L, 0),
                    new MemoryRegion(0xc0000, 0x1000, 0x7f00_1000_0000L, 0xc0000))));
  }

  @Test
  void eightRegionsAreTheMost() throws ProtocolException {
    assertThat(((Request.SetMemTable) decode(5, 8, table(8))).regions()).hasSize(8);
    refuses(5, 8, "SET_MEM_TABLE: payload of 296 bytes, allowed 40 to 264", table(9));
  }

  @Test
  void roomForMoreRegionsThanThereAreIsPassedOver() throws ProtocolException {
    long[] two = table(2);
    two[0] = pair(1, 0);
    assertThat(((Request.SetMemTable) decode(5, 1, two)).regions()).hasSize(1);
  }

  @Test
  void theCountMustBeThatOfThePayloadAndOfTheFds() {
    long[] two = table(2);
    refuses(5, 1, "SET_MEM_TABLE: 1 file descriptors, allowed for 2 regions 2", two);
    refuses(5, 3, "SET_MEM_TABLE: 3 file descriptors, allowed for 2 regions 2", two);
    two[0] = pair(3, 0);
    refuses(5, 3, "SET_MEM_TABLE: payload of 72 bytes, allowed for 3 regions from 104", two);
    two[0] = pair(0, 0);
    refuses(5, 2, "SET_MEM_TABLE: 0 regions, allowed 1 to 8", two);
    two[0] = pair(9, 0);
    refuses(5, 2, "SET_MEM_TABLE: 9 regions, allowed 1 to 8", two);
    // A count whose product with the region size wraps to this payload's size.
    two[0] = pair(0x8000_0002, 0);
    refuses(5, 2, "SET_MEM_TABLE: 2147483650 regions, allowed 1 to 8", two);
  }

  @Test
  void regionsThatShareAnAddressAreRefused() {
    String first = "region gpa=0x0 size=0x2000 uva=0x10000 mmap_offset=0x0";
    refuses(
        5,
        2,
        "SET_MEM_TABLE: region gpa=0x1fff size=0x1000 uva=0x20000 mmap_offset=0x0 overlaps "
            + first,
        pair(2, 0),
        0,
        0x2000,
        0x10000,
        0,
        0x1fff,
        0x1000,
        0x20000,
        0);
    refuses(
        5,
        2,
        "SET_MEM_TABLE: region gpa=0x2000 size=0x1000 uva=0xf001 mmap_offset=0x0 overlaps " + first,
        pair(2, 0),
        0,
        0x2000,
        0x10000,
        0,
        0x2000,
        0x1000,
        0xf001,
        0);
  }

  @Test
  void overlapIsSymmetricAndAdjacentRegionsDoNotOverlap() {
    MemoryRegion low = new MemoryRegion(0, 0x1000, 0x10000, 0);
    MemoryRegion next = new MemoryRegion(0x1000, 0x1000, 0x11000, 0);
    MemoryRegion all = new MemoryRegion(0, LAST, 0x4000_0000, 0);
    MemoryRegion top = new MemoryRegion(-0x1000, 0x1000, -0x1000, 0);
    assertThat(low.overlaps(next) || next.overlaps(low)).isFalse();
    assertThat(low.overlaps(top) || top.overlaps(low)).isFalse();
    assertThat(low.overlaps(all) && all.overlaps(low) && low.overlaps(low)).isTrue();
  }

  @Test
  void aRegionIsAddedAndRemovedByItsEightBytesOfPaddingAndFourNumbers() throws ProtocolException {
    MemoryRegion region = new MemoryRegion(0x1000, 0x2000, 0x3000, 0x4000);
    assertThat(decode(37, 1, -1, 0x1000, 0x2000, 0x3000, 0x4000))
        .isEqualTo(new Request.AddMemReg(region));
    assertThat(decode(38, 0, 0, 0x1000, 0x2000, 0x3000, 0x4000))
        .isEqualTo(new Request.RemMemReg(region));
    assertThat(decode(38, 1, 0, 0x1000, 0x2000, 0x3000, 0x4000))
        .isEqualTo(new Request.RemMemReg(region));
    assertThat(region.sameRegion(new MemoryRegion(0x1000, 0x2000, 0x3000, 0))).isTrue();
    assertThat(region.sameRegion(new MemoryRegion(0x1000, 0x2001, 0x3000, 0x4000))).isFalse();
  }

  @Test
  void aRegionMayEndAtTheLastAddressButNotBeyond() throws ProtocolException {
    assertThat(decode(37, 1, 0, -0x1000, 0x1000, -0x1000, LAST - 0x1000))
        .isEqualTo(
            new Request.AddMemReg(new MemoryRegion(-0x1000, 0x1000, -0x1000, LAST - 0x1000)));
    refuses(
        37,
        1,
        "region gpa=0xfffffffffffff001 size=0x1000 uva=0x0 mmap_offset=0x0:"
            + " guest address + size passes 2^64",
        0,
        -0xfff,
        0x1000,
        0,
        0);
    refuses(
        37,
        1,
        "region gpa=0x0 size=0x1000 uva=0xfffffffffffff001 mmap_offset=0x0:"
            + " front-end address + size passes 2^64",
        0,
        0,
        0x1000,
        -0xfff,
        0);
    refuses(
        37,
        1,
        "region gpa=0x0 size=0x1000 uva=0x0 mmap_offset=0x7ffffffffffff000:"
            + " mmap offset + size passes 2^63 - 1",
        0,
        0,
        0x1000,
        0,
        LAST - 0xfff);
    refuses(
        37,
        1,
        "region gpa=0x5 size=0x0 uva=0x6 mmap_offset=0x7: size 0, allowed from 1",
        0,
        5,
        0,
        6,
        7);
  }

  @Test
  void theDirtyLogHasASizeAndAnOffset() throws ProtocolException {
    assertThat(decode(6, 1, 0x8000, 0x1000)).isEqualTo(new Request.SetLogBase(0x8000, 0x1000));
    assertThat(decode(6, 1, 1, LAST - 1)).isEqualTo(new Request.SetLogBase(1, LAST - 1));
    String allowed = ", allowed a size from 1 and a sum up to 2^63 - 1";
    refuses(6, 1, "SET_LOG_BASE: log of size 0x0 at offset 0x0" + allowed, 0, 0);
    refuses(
        6, 1, "SET_LOG_BASE: log of size 0x2 at offset 0x7ffffffffffffffe" + allowed, 2, LAST - 1);
    refuses(
        6,
        1,
        "SET_LOG_BASE: log of size 0x1000 at offset 0xfffffffffffff000" + allowed,
        0x1000,
        -0x1000);
  }

  @Test
  void anIotlbMessageUpdatesOrInvalidates() throws ProtocolException {
    assertThat(decode(22, 0, 0x1000, 0x2000, 0x3000, iotlb(3, 2)))
        .isEqualTo(new Request.IotlbMsg(0x1000, 0x2000, 0x3000, 3, true));
    assertThat(decode(22, 0, 0x1000, 0x2000, 0, iotlb(0, 3)))
        .isEqualTo(new Request.IotlbMsg(0x1000, 0x2000, 0, 0, false));
    refuses(22, 0, "IOTLB_MSG: type 1, allowed 2 (update), 3 (invalidate)", 0, 0, 0, iotlb(0, 1));
    refuses(22, 0, "IOTLB_MSG: type 4, allowed 2 (update), 3 (invalidate)", 0, 0, 0, iotlb(0, 4));
    refuses(22, 0, "IOTLB_MSG: permissions 4, allowed 0 to 3", 0, 0, 0, iotlb(4, 2));
  }

  private static long iotlb(int permissions, int type) {
    return Messages.buffer(8).put(0, (byte) permissions).put(1, (byte) type).getLong(0);
  }

  /** Returns {@code count} regions of one page with a gap of one page between two. */
  private static long[] table(int count) {
    long[] table = new long[1 + 4 * count];
    table[0] = pair(count, 0);
    for (int i = 0; i < count; i++) {
      table[1 + 4 * i] = 0x2000L * i;
      table[2 + 4 * i] = 0x1000;
      table[3 + 4 * i] = 0x10000 + 0x2000L * i;
    }
    return table;
  }

  private static void refuses(int code, int fds, String message, long... payload) {
    assertThatThrownBy(() -> decode(code, fds, payload))
        .isInstanceOf(ProtocolException.class)
        .hasMessage(message);
  }
}
