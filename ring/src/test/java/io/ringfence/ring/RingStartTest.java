package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.queue.Virtqueue;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rings that cannot be served from the start. */
class RingStartTest {
  private static final long END = 32 << 20;

  @ParameterizedTest
  @CsvSource({
    "false, 0, 'ring of 0 descriptors; allowed are powers of two from 1 to 32768'",
    "false, 3, 'ring of 3 descriptors; allowed are powers of two from 1 to 32768'",
    "false, 65536, 'ring of 65536 descriptors; allowed are powers of two from 1 to 32768'",
    "false, -2147483648, 'ring of -2147483648 descriptors; allowed are powers of two from 1 to 32768'",
    "true, 0, 'ring of 0 descriptors; allowed are 1 to 32768'",
    "true, 32769, 'ring of 32769 descriptors; allowed are 1 to 32768'"
  })
  void aSizeThatNoRingHas(boolean packed, int size, String message) {
    assertThatThrownBy(() -> new VringConfig(packed, size, 0, 0, 0, false))
        .isInstanceOf(BrokenRingException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "false, 0x1008, 0x2000, 0x3000, 'descriptor table at guest address 0x1008; it must be a multiple of 16'",
    "false, 0x1000, 0x2001, 0x3000, 'avail ring at guest address 0x2001; it must be a multiple of 2'",
    "false, 0x1000, 0x2000, 0x3002, 'used ring at guest address 0x3002; it must be a multiple of 4'",
    "true, 0x1004, 0x2000, 0x3000, 'descriptor ring at guest address 0x1004; it must be a multiple of 16'",
    "true, 0x1000, 0x2002, 0x3000, 'driver event at guest address 0x2002; it must be a multiple of 4'",
    "true, 0x1000, 0x2000, 0x3002, 'device event at guest address 0x3002; it must be a multiple of 4'"
  })
  void anAreaThatIsNotAligned(
      boolean packed, String desc, String driver, String device, String message) {
    assertRefused(packed, Long.decode(desc), Long.decode(driver), Long.decode(device), message);
  }

  @ParameterizedTest
  @CsvSource({"false, 128, 22, 70", "true, 128, 4, 4"})
  void anAreaThatEndsPastItsMemory(boolean packed, int desc, int driver, int device) {
    // Each area one alignment step further than the last place where it would fit.
    long desc16 = END - desc + 16;
    assertRefused(packed, desc16, 0x2000, 0x3000, outside(desc16, desc));
    long driver4 = (END - driver & -4) + 4;
    assertRefused(packed, 0x1000, driver4, 0x3000, outside(driver4, driver));
    long device4 = (END - device & -4) + 4;
    assertRefused(packed, 0x1000, 0x2000, device4, outside(device4, device));
  }

  private static String outside(long address, int bytes) {
    return "guest address 0x%x, %d bytes: not in one region of the memory table%s"
        .formatted(address, bytes, address < END ? "" : GuestMemory.NOT_SHARED);
  }

  private static void assertRefused(
      boolean packed, long desc, long driver, long device, String message) {
    try (var ring = DrivenRing.of(packed, 8)) {
      var config = new VringConfig(packed, 8, desc, driver, device, false);
      assertThatThrownBy(() -> Virtqueue.start(config, ring.memory(), ring.start()))
          .isInstanceOf(BrokenRingException.class)
          .hasMessage(message);
    }
  }
}
