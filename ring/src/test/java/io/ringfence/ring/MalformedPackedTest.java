package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.ring.PackedRing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no driver may write in a packed ring: the device says what it saw and what is allowed. */
class MalformedPackedTest {
  private static final int SIZE = 7;
  private static final int NEXT = 1;
  private static final int WRITE = 2;
  private static final int INDIRECT = 4;
  private static final int AVAIL = 1 << 7; // with wrap counter 1

  private final DrivenRing ring = DrivenRing.of(true, SIZE);
  private final PackedRing raw = ring.packed().ring();
  private final long buffer = ring.ram().allocate(4096, 4096);
  private final Virtqueue device = ring.device();
  private final Chain chain = new Chain();

  @AfterEach
  void close() {
    ring.close();
  }

  private void desc(int slot, long address, long bytes, int flags) {
    raw.descBody(slot, address, (int) bytes, slot);
    raw.descFlags(slot, AVAIL | flags);
  }

  private void assertBroken(String message) {
    RingPosition before = device.position();
    assertThatThrownBy(() -> device.take(chain))
        .isInstanceOf(BrokenRingException.class)
        .hasMessage(message);
    assertThat(device.position()).as("position after it broke").isEqualTo(before);
  }

  @Test
  void aChainThatDoesNotEnd() {
    for (int i = 0; i < SIZE; i++) {
      desc(i, buffer, 1, NEXT);
    }
    assertBroken("descriptor chain does not end; allowed are 7 descriptors, the queue size");
  }

  @Test
  void aChainAsLongAsTheQueueIsAllowed() {
    for (int i = 0; i < SIZE; i++) {
      desc(i, buffer + 2L * i, 1, i + 1 < SIZE ? NEXT : 0);
    }
    assertThat(device.take(chain)).isTrue();
    assertThat(chain.slots()).isEqualTo(SIZE);
    assertThat(chain.id()).as("the last descriptor's").isEqualTo(SIZE - 1);
    assertThat(device.position()).isEqualTo(new RingPosition(0, 0, false, true));
  }

  /** An id is the driver's own; the device returns it as it is. */
  @Test
  void anyIdIsReturnedAsItIs() {
    raw.descBody(0, buffer, 1, 0xffff);
    raw.descFlags(0, AVAIL);
    assertThat(device.take(chain)).isTrue();
    device.putUsed(chain, 0);
    device.publish();
    assertThat(raw.descId(0)).isEqualTo(0xffff);
  }

  @Test
  void aReadableDescriptorAfterAWritableOne() {
    desc(0, buffer, 1, NEXT | WRITE);
    desc(1, buffer, 1, 0);
    assertBroken(
        "device-readable descriptor after a device-writable one; readable ones come first");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 15, 17, 128, 4096, 0xffff_fff0L})
  void anIndirectTableOfALengthThatNoTableHas(long bytes) {
    desc(0, buffer, bytes, INDIRECT);
    assertBroken(
        "indirect table of "
            + bytes
            + " bytes; allowed are multiples of 16 up to 112, the queue size");
  }

  @Test
  void anIndirectDescriptorWithANextOne() {
    desc(0, buffer, 16, INDIRECT | NEXT);
    assertBroken("an indirect descriptor is chained with others; allowed is one alone");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void anIndirectDescriptorAfterAnother(int bytes) {
    desc(0, buffer, bytes, NEXT);
    desc(1, buffer, 16, INDIRECT);
    assertBroken("an indirect descriptor is chained with others; allowed is one alone");
  }

  @Test
  void aTableWithinATable() {
    var table = ring.ram().slice(buffer, 32);
    PackedRing.writeDesc(table, 0, buffer, 1, 0, 0);
    PackedRing.writeDesc(table, 16, buffer, 16, 0, INDIRECT);
    desc(0, buffer, 32, INDIRECT);
    assertBroken("entry 1 of an indirect table is itself indirect; tables do not nest");
  }

  @ParameterizedTest
  @CsvSource({
    "0x2000000, 1, true",
    "0x1ffffff, 2, false",
    "0xffffffffffffffff, 2, false",
    "0x8000000000000000, 16, true"
  })
  void aBufferThatIsNotInMemory(String address, long bytes, boolean elsewhere) {
    desc(0, Long.parseUnsignedLong(address.substring(2), 16), bytes, 0);
    assertBroken(
        "guest address %s, %d bytes: not in one region of the memory table"
                .formatted(address, bytes)
            + (elsewhere ? GuestMemory.NOT_SHARED : ""));
  }

  @Test
  void anEmptyBufferAddsNothingWhereverItPoints() {
    desc(0, 0xdead_beef_0000L, 0, NEXT);
    desc(1, buffer, 5, 0);
    assertThat(device.take(chain)).isTrue();
    assertThat(chain.segments()).isEqualTo(1);
    assertThat(chain.slots()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "7, 0, 'avail position is slot 7; allowed are 0 to 6'",
    "0, 7, 'used position is slot 7; allowed are 0 to 6'"
  })
  void aPositionBeyondTheRing(int avail, int used, String message) {
    var position = new RingPosition(avail, used, true, true);
    assertThatThrownBy(() -> Virtqueue.start(ring.config(), ring.memory(), position))
        .isInstanceOf(BrokenRingException.class)
        .hasMessage(message);
  }
}
