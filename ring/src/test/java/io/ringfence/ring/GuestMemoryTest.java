package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.GuestMemory.Extent;
import io.ringfence.ring.GuestMemory.UserRange;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Extents at the bottom, neighbouring ones, and at the very top of the address space. */
class GuestMemoryTest {
  private static final String NOT_SHARED =
      "; if the guest has memory there, its memory backend (also that of a DIMM) needs share=on";

  private static final long PAGE = 4096;

  private final MemorySegment low = Arena.ofAuto().allocate(PAGE, 64);
  private final MemorySegment next = Arena.ofAuto().allocate(PAGE, 64);
  private final MemorySegment top = Arena.ofAuto().allocate(PAGE, 64);
  private final GuestMemory memory =
      new GuestMemory(
          List.of(new Extent(-PAGE, top), new Extent(0, low), new Extent(PAGE, next)),
          List.of(new UserRange(0x7000_0000, PAGE, 0), new UserRange(-PAGE, PAGE, PAGE)));
  private final Chain chain = new Chain();

  @Test
  void aBufferAcrossExtentsIsTwoSegmentsThatAreCopiedAsOne() {
    low.set(ValueLayout.JAVA_BYTE, PAGE - 1, (byte) 1);
    next.set(ValueLayout.JAVA_BYTE, 0, (byte) 2);
    chain.add(memory, PAGE - 1, 2, false);
    assertThat(chain.segments()).isEqualTo(2);
    assertThat(chain.readableBytes()).isEqualTo(2);
    byte[] out = new byte[2];
    chain.copyOut(0, MemorySegment.ofArray(out), 0, 2);
    assertThat(out).containsExactly(1, 2);
  }

  @Test
  void aWritableBufferAcrossExtentsIsWrittenInBoth() {
    chain.add(memory, PAGE - 1, 2, true);
    chain.copyIn(0, MemorySegment.ofArray(new byte[] {5, 6}), 0, 2);
    assertThat(low.get(ValueLayout.JAVA_BYTE, PAGE - 1)).isEqualTo((byte) 5);
    assertThat(next.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 6);
  }

  @Test
  void theLastByteOfTheAddressSpaceIsAllowed() {
    chain.add(memory, -1, 1, false);
    assertThat(chain.address(0)).isEqualTo(top.address() + PAGE - 1);
  }

  @Test
  void memoryInTheHeapIsRefused() {
    MemorySegment heap = MemorySegment.ofArray(new byte[64]);
    assertThatThrownBy(() -> new Extent(PAGE, heap))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for guest address 0x1000; it must be native");
  }

  @Test
  void memoryThatWasUnmappedIsNotServed() {
    Arena arena = Arena.ofShared();
    var mapped = new GuestMemory(List.of(new Extent(0, arena.allocate(PAGE))), List.of());
    mapped.checkMapped();
    arena.close();
    assertThatThrownBy(mapped::checkMapped)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("guest memory was unmapped while a ring in it is served");
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "-4096, 4097", "-4096, 8192", "-1, 4294967295"})
  void aBufferDoesNotGoOnFromTheLastAddressToTheFirst(long address, long bytes) {
    String message =
        "guest address 0x%x, %d bytes: not in one region of the memory table"
            .formatted(address, bytes);
    assertThatThrownBy(() -> chain.add(memory, address, bytes, false)).hasMessage(message);
    MemorySegment target = Arena.ofAuto().allocate(3 * PAGE);
    assertThatThrownBy(() -> memory.copyOut(address, target, bytes)).hasMessage(message);
  }

  /** VIRTIO 1.3, 2.7.5. */
  @Test
  void aChainHoldsUpToFourGibibytes() {
    MemorySegment gibibyte = MemorySegment.ofAddress(PAGE).reinterpret(1L << 30); // not touched
    var large = new GuestMemory(List.of(new Extent(0, gibibyte)), List.of());
    for (int i = 0; i < 4; i++) {
      chain.add(large, 0, 1L << 30, i > 1);
    }
    assertThat(chain.readableBytes() + chain.writableBytes()).isEqualTo(1L << 32);
    assertThatThrownBy(() -> chain.add(large, 0, 1, true))
        .isInstanceOf(BrokenRingException.class)
        .hasMessage("descriptor chain of 4294967297 bytes; allowed are at most 4294967296");
  }

  @Test
  void aSliceLiesInOneExtent() {
    assertThat(memory.slice(0, PAGE).byteSize()).isEqualTo(PAGE);
    assertThatThrownBy(() -> memory.slice(1, PAGE))
        .hasMessage("guest address 0x1, 4096 bytes: not in one region of the memory table");
    assertThatThrownBy(() -> memory.slice(2 * PAGE, 1))
        .hasMessage(
            "guest address 0x2000, 1 bytes: not in one region of the memory table" + NOT_SHARED);
  }

  @Test
  void anEmptyMemoryHoldsNothing() {
    assertThat(GuestMemory.EMPTY.isEmpty()).isTrue();
    assertThat(memory.isEmpty()).isFalse();
    assertThatThrownBy(() -> GuestMemory.EMPTY.slice(0, 1))
        .hasMessage(
            "guest address 0x0, 1 bytes: not in one region of the memory table" + NOT_SHARED);
  }

  @Test
  void frontEndAddressesAreTranslatedByTheirRegion() {
    assertThat(memory.guestAddressOf(0x7000_0010, 16)).isEqualTo(0x10);
    assertThat(memory.guestAddressOf(-1, 1)).isEqualTo(2 * PAGE - 1);
    assertThatThrownBy(() -> memory.guestAddressOf(0x6fff_ffff, 16))
        .hasMessage(
            "front-end address 0x6fffffff, 16 bytes: not in one region of the memory table"
                + NOT_SHARED);
  }
}
