package io.ringfence.testkit.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.device.TestDevice;
import io.ringfence.testkit.os.OsError;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.SplitDriver;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class GuestRamTest {
  @Test
  void bytesWrittenAcrossAnEdgeLieInBothRegions() {
    try (GuestRam ram =
            GuestRam.builder()
                .region(0x3000, 0x1000)
                .region(0x1000, 0x2000)
                .region(0x8000, 0x1000)
                .build();
        Arena arena = Arena.ofShared()) {
      ram.write(0x2ffe, new byte[] {1, 2, 3, 4});
      assertThat(ram.read(0x2ffe, 4)).containsExactly(1, 2, 3, 4);
      assertThat(ram.byteAt(0x3000)).isEqualTo(3);
      MemorySegment low = ram.regions().get(1).mapAgain(arena);
      MemorySegment high = ram.regions().get(0).mapAgain(arena);
      assertThat(low.asSlice(0x1ffe, 2).toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2);
      assertThat(high.asSlice(0, 2).toArray(ValueLayout.JAVA_BYTE)).containsExactly(3, 4);
      assertThatThrownBy(() -> ram.read(0x3fff, 2))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage(
              "guest address 0x3fff, 2 bytes: not in guest memory [[0x3000, 0x4000), [0x1000, 0x3000), [0x8000, 0x9000)]");
      assertThatThrownBy(() -> ram.read(-1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void regionsOfOneFileFollowEachOtherInIt() {
    try (GuestRam ram =
            GuestRam.builder().oneFile().region(0, 0x2000).region(1L << 32, 0x1000).build();
        Arena arena = Arena.ofShared()) {
      assertThat(ram.regions().get(1).mmapOffset()).isEqualTo(0x2000);
      assertThat(ram.regions().get(1).fd()).isEqualTo(ram.regions().get(0).fd());
      ram.write(1L << 32, new byte[] {9});
      assertThat(
              ram.regions().get(0).file().map(0x2000, 0x1000, arena).get(ValueLayout.JAVA_BYTE, 0))
          .isEqualTo((byte) 9);
    }
  }

  @Test
  void userAddressesAreNotContinuousFromRegionToRegion() {
    try (GuestRam ram = GuestRam.builder().region(0, 0x1000).region(0x1000, 0x1000).build()) {
      assertThat(ram.userAddress(0x1000)).isNotEqualTo(ram.userAddress(0xfff) + 1);
      assertThatThrownBy(() -> ram.userAddress(0x2000))
          .hasMessageContaining("guest address 0x2000");
    }
  }

  @Test
  void allocationsAreAlignedDistinctAndBounded() {
    try (GuestRam ram = GuestRam.builder().region(0, 0x3000).region(0x10000, 0x1000).build()) {
      long first = ram.allocate(3, 1);
      long second = ram.allocate(0x1000, 64);
      assertThat(first).isEqualTo(0x1000);
      assertThat(second).isEqualTo(0x1040);
      assertThat(ram.allocate(0x1000, 1)).as("only the second region has room").isEqualTo(0x10000);
      assertThatThrownBy(() -> ram.allocate(0x1000, 1)).hasMessageContaining("exhausted");
      assertThatThrownBy(() -> ram.allocateIn(1, 1, 1))
          .hasMessageContaining("allocated up to 0x11000");
      assertThat(ram.beforeEndOf(0, 3)).isEqualTo(0x2ffd);
    }
  }

  @Test
  void aTruncatedFileIsAnErrorToTouchAndASealedOneDoesNotShrink() {
    try (GuestRam ram = GuestRam.of(0x4000)) {
      ram.truncate(0, 0x1000);
      assertThatThrownBy(() -> ram.read(0x2000, 1)).isInstanceOf(InternalError.class);
      ram.truncate(0, 0x4000);
      assertThat(ram.read(0x2000, 1)).containsExactly(0);
    }
    try (GuestRam ram = GuestRam.builder().sealed().region(0, 0x4000).build()) {
      assertThatThrownBy(() -> ram.truncate(0, 0x1000))
          .isInstanceOf(OsError.class)
          .hasMessageContaining("EPERM");
    }
  }

  @Test
  void aDirtyLogHasABitForEachPage() {
    try (DirtyLogFile log = new DirtyLogFile(9 * 4096, 4096);
        Arena arena = Arena.ofShared()) {
      assertThat(log.bytes()).isEqualTo(2);
      MemorySegment shared = log.file().map(4096, 2, arena);
      shared.set(ValueLayout.JAVA_BYTE, 1, (byte) 1);
      shared.set(ValueLayout.JAVA_BYTE, 0, (byte) 0x80);
      assertThat(log.dirty(8 * 4096 + 5)).isTrue();
      assertThat(log.dirty(6 * 4096)).isFalse();
      assertThat(log.pages().stream()).containsExactly(7, 8);
      log.clear();
      assertThat(log.pages().stream()).isEmpty();
    }
  }

  @Test
  void aRingMayStraddleRegions() {
    try (GuestRam ram = GuestRam.builder().region(0x1000, 0x1000).region(0x2000, 0x2000).build()) {
      SplitDriver driver =
          new SplitDriver(ram, QueueConfig.split(16), ram.beforeEndOf(0, 48), 0x3000, 0x3100);
      for (int i = 0; i < 16; i++) {
        driver.add(new DriverChain().out(0x3800 + i, 1), i);
      }
      driver.publish();
      assertThat(ram.byteAt(0x2000))
          .as("descriptor 3, the first in the second region")
          .isEqualTo(3);
      TestDevice device = TestDevice.of(ram, driver);
      assertThat(device.take().segments().getFirst().address()).isEqualTo(0x3800);
    }
  }
}
