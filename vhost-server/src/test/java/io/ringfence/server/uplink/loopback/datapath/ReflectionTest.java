package io.ringfence.server.uplink.loopback.datapath;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.testkit.memory.GuestRam;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which frames go back to their sender in one copy, and what is in it. */
class ReflectionTest {
  private static final int HEADER = 12;
  private static final int FRAME = 64;
  private static final long SOURCE = 0x100; // offsets into guest memory
  private static final long TARGET = 0x800;

  private final GuestRam ram = GuestRam.anonymous(1 << 16);
  private final MemorySegment bytes = ram.regions().getFirst().segment();
  private final long base = ram.regions().getFirst().guestAddress();
  private final GuestMemory memory =
      new GuestMemory(List.of(new GuestMemory.Extent(base, bytes)), List.of());
  private final Chain frame = new Chain();
  private final Chain buffer = new Chain();

  @BeforeEach
  void fill() {
    for (int i = 0; i < HEADER + FRAME; i++) {
      bytes.set(ValueLayout.JAVA_BYTE, SOURCE + i, (byte) (i + 1));
    }
    bytes.asSlice(TARGET, 256).fill((byte) 0xee);
  }

  @AfterEach
  void close() {
    ram.close();
  }

  private void readable(Chain chain, long at, long length) {
    chain.add(memory, base + at, length, false);
  }

  private void writable(Chain chain, long at, long length) {
    chain.add(memory, base + at, length, true);
  }

  private boolean copy() {
    return Reflection.copy(frame, buffer, HEADER);
  }

  private void assertReflected() {
    byte[] got = bytes.asSlice(TARGET, HEADER + FRAME).toArray(ValueLayout.JAVA_BYTE);
    for (int i = 0; i < HEADER; i++) {
      assertThat(got[i]).as("byte %d of the header", i).isEqualTo((byte) (i == 10 ? 1 : 0));
    }
    for (int i = 0; i < FRAME; i++) {
      int from = i < 6 ? i + 6 : i < 12 ? i - 6 : i;
      assertThat(got[HEADER + i]).as("byte %d", i).isEqualTo((byte) (HEADER + from + 1));
    }
  }

  private void assertUntouched() {
    assertThat(bytes.asSlice(TARGET, 256).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0xee);
  }

  @Test
  void aFrameAndItsHeaderInOneSegment() {
    readable(frame, SOURCE, HEADER + FRAME);
    writable(buffer, TARGET, HEADER + FRAME);
    assertThat(copy()).isTrue();
    assertReflected();
  }

  @Test
  void aHeaderInASegmentOfItsOwn() {
    readable(frame, SOURCE, HEADER);
    readable(frame, SOURCE + HEADER, FRAME);
    writable(buffer, TARGET, 200);
    assertThat(copy()).isTrue();
    assertReflected();
  }

  @Test
  void aFrameInSeveralSegmentsIsNotForIt() {
    readable(frame, SOURCE, HEADER + 20);
    readable(frame, SOURCE + HEADER + 20, FRAME - 20);
    writable(buffer, TARGET, 200);
    assertThat(copy()).isFalse();
    assertUntouched();
  }

  @Test
  void aBufferWhoseFirstSegmentIsOneByteShortIsNotForIt() {
    readable(frame, SOURCE, HEADER + FRAME);
    writable(buffer, TARGET, HEADER + FRAME - 1);
    writable(buffer, TARGET + HEADER + FRAME - 1, 100);
    assertThat(copy()).isFalse();
    assertUntouched();
  }

  /** What the object held for another chain before is none of this one's. */
  @Test
  void aBufferThatIsOnlyToBeReadIsNotWritten() {
    readable(frame, SOURCE, HEADER + FRAME);
    readable(buffer, SOURCE, 1);
    writable(buffer, TARGET, 200);
    buffer.reset();
    readable(buffer, SOURCE, 1);
    assertThat(copy()).isFalse();
    assertUntouched();
  }
}
