package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.ring.SplitRing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no driver may write in a split ring: the device says what it saw and what is allowed. */
class MalformedSplitTest {
  private static final int SIZE = 8;
  private static final int NEXT = 1;
  private static final int WRITE = 2;
  private static final int INDIRECT = 4;

  private final DrivenRing ring = DrivenRing.of(false, SIZE);
  private final SplitRing raw = ring.split().ring();
  private final long memoryEnd = 32 << 20;
  private final long buffer = ring.ram().allocate(4096, 4096);
  private final Virtqueue device = ring.device();
  private final Chain chain = new Chain();

  @AfterEach
  void close() {
    ring.close();
  }

  private void offer(int head) {
    ring.split().offer(head);
    ring.driver().publish();
  }

  private void assertBroken(String message) {
    RingPosition before = device.position();
    assertThatThrownBy(() -> device.take(chain))
        .isInstanceOf(BrokenRingException.class)
        .hasMessage(message);
    assertThat(device.position()).as("position after it broke").isEqualTo(before);
  }

  // ---- avail ring -----------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(ints = {8, 9, 0x7fff, 0xffff})
  void aHeadBeyondTheTable(int head) {
    offer(head);
    assertBroken("avail.ring[0] names descriptor " + head + "; allowed are 0 to 7");
  }

  @ParameterizedTest
  @CsvSource({"9, 9", "32768, 32768", "65535, 65535"})
  void anIndexThatJumpsBeyondTheQueue(int index, int pending) {
    raw.availIdx(index);
    assertBroken(
        "avail.idx is %d, %d past the last one taken; allowed are at most 8, the queue size"
            .formatted(index, pending));
  }

  @Test
  void anIndexThatJumpsBackAfterAFullQueueWasTaken() {
    for (int i = 0; i < SIZE; i++) {
      raw.desc(i, buffer, 1, 0, 0);
      offer(i);
      assertThat(device.take(chain)).isTrue();
    }
    raw.availIdx(SIZE - 1);
    assertBroken(
        "avail.idx is 7, 65535 past the last one taken; allowed are at most 8, the queue size");
  }

  @Test
  void aSecondLookMeetsTheSameIndex() {
    raw.availIdx(100);
    assertThatThrownBy(device::requestKicks)
        .hasMessage(
            "avail.idx is 100, 100 past the last one taken; allowed are at most 8, the queue size");
  }

  @Test
  void aFullQueueIsAllowed() {
    raw.desc(0, buffer, 1, 0, 0);
    for (int i = 0; i < SIZE; i++) {
      ring.split().offer(0);
    }
    ring.driver().publish();
    for (int i = 0; i < SIZE; i++) {
      assertThat(device.take(chain)).isTrue();
    }
    assertThat(device.take(chain)).isFalse();
  }

  // ---- chains ---------------------------------------------------------------------------------

  @Test
  void aDescriptorThatIsItsOwnNext() {
    raw.desc(3, buffer, 1, NEXT, 3);
    offer(3);
    assertBroken("descriptor chain does not end; allowed are 8 descriptors, the queue size");
  }

  @Test
  void aLoopOfTwo() {
    raw.desc(3, buffer, 1, NEXT, 4);
    raw.desc(4, buffer, 1, NEXT, 3);
    offer(3);
    assertBroken("descriptor chain does not end; allowed are 8 descriptors, the queue size");
  }

  @Test
  void aLoopOfEmptyDescriptors() {
    raw.desc(3, 0xdead_beef_0000L, 0, NEXT, 3);
    offer(3);
    assertBroken("descriptor chain does not end; allowed are 8 descriptors, the queue size");
  }

  @Test
  void aChainAsLongAsTheQueueIsAllowed() {
    for (int i = 0; i < SIZE; i++) {
      raw.desc(i, buffer + 2 * i, 1, i + 1 < SIZE ? NEXT : 0, i + 1);
    }
    offer(0);
    assertThat(device.take(chain)).isTrue();
    assertThat(chain.segments()).isEqualTo(SIZE);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 0xffff})
  void aNextBeyondTheTable(int next) {
    raw.desc(0, buffer, 1, NEXT, next);
    offer(0);
    assertBroken("a descriptor's next is " + next + "; allowed are 0 to 7");
  }

  @Test
  void aNextThatIsNotMarkedMeansNothing() {
    raw.desc(0, buffer, 1, 0, 0xffff);
    offer(0);
    assertThat(device.take(chain)).isTrue();
  }

  @Test
  void aReadableDescriptorAfterAWritableOne() {
    raw.desc(0, buffer, 1, NEXT | WRITE, 1);
    raw.desc(1, buffer, 1, 0, 0);
    offer(0);
    assertBroken(
        "device-readable descriptor after a device-writable one; readable ones come first");
  }

  // ---- indirect tables ------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 15, 17, 144, 4096, 0xffff_fff0L, 0xffff_ffffL})
  void anIndirectTableOfALengthThatNoTableHas(long bytes) {
    raw.desc(0, buffer, (int) bytes, INDIRECT, 0);
    offer(0);
    assertBroken(
        "indirect table of "
            + bytes
            + " bytes; allowed are multiples of 16 up to 128, the queue size");
  }

  @Test
  void anIndirectDescriptorWithANextOne() {
    raw.desc(0, buffer, 16, INDIRECT | NEXT, 1);
    offer(0);
    assertBroken("descriptor 0 has both INDIRECT and NEXT; allowed is one of them");
  }

  private void entry(int i, long address, int bytes, int flags, int next) {
    SplitRing.writeDesc(ring.ram().slice(buffer, 128), 16L * i, address, bytes, flags, next);
  }

  private void offerTable(int entries) {
    raw.desc(0, buffer, 16 * entries, INDIRECT, 0);
    offer(0);
  }

  @Test
  void aTableWithinATable() {
    entry(0, buffer, 1, NEXT, 1);
    entry(1, buffer, 16, INDIRECT, 0);
    offerTable(2);
    assertBroken("entry 1 of an indirect table is itself indirect; tables do not nest");
  }

  @Test
  void aLoopWithinATable() {
    entry(0, buffer, 1, NEXT, 1);
    entry(1, buffer, 1, NEXT, 0);
    offerTable(2);
    assertBroken("descriptor chain does not end; allowed are 2 descriptors, the table's entries");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 0xffff})
  void aNextBeyondItsTable(int next) {
    entry(0, buffer, 1, NEXT, next);
    offerTable(2);
    assertBroken("a descriptor's next is " + next + "; allowed are 0 to 1");
  }

  @Test
  void aTableOutsideMemory() {
    raw.desc(0, memoryEnd - 16, 32, INDIRECT, 0);
    offer(0);
    assertBroken("guest address 0x1fffff0, 32 bytes: not in one region of the memory table");
  }

  // ---- buffers --------------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "0x2000000, 1, true", // the first byte past the end
    "0x1ffffff, 2, false", // across the end
    "0x1000, 0xffffffff, false",
    "0xffffffffffffffff, 1, true",
    "0xffffffffffffffff, 2, false", // wraps to 0
    "0xfffffffffffff000, 0x3000, false",
    "0x8000000000000000, 16, true"
  })
  void aBufferThatIsNotInMemory(String address, String bytes, boolean elsewhere) {
    long at = Long.parseUnsignedLong(address.substring(2), 16);
    long length = Long.decode(bytes);
    raw.desc(0, at, (int) length, 0, 0);
    offer(0);
    assertBroken(
        "guest address %s, %d bytes: not in one region of the memory table"
                .formatted(address, length)
            + (elsewhere ? GuestMemory.NOT_SHARED : ""));
  }

  @Test
  void anEmptyBufferAddsNothingWhereverItPoints() {
    raw.desc(0, 0xdead_beef_0000L, 0, NEXT, 1);
    raw.desc(1, buffer, 5, 0, 0);
    offer(0);
    assertThat(device.take(chain)).isTrue();
    assertThat(chain.segments()).isEqualTo(1);
    assertThat(chain.readableBytes()).isEqualTo(5);
  }

  @Test
  void theLastByteOfMemoryIsAllowed() {
    raw.desc(0, memoryEnd - 1, 1, 0, 0);
    offer(0);
    assertThat(device.take(chain)).isTrue();
  }
}
