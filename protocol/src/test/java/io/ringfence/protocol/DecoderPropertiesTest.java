package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds for every byte string. */
class DecoderPropertiesTest {
  @Provide
  Arbitrary<Integer> codes() {
    return Arbitraries.integers().between(0, 50);
  }

  @Property(tries = 5000)
  void randomBytesAreARequestOrAProtocolExceptionAndNothingElse(
      @ForAll("codes") int code,
      @ForAll @Size(max = 300) byte[] payload,
      @ForAll @IntRange(max = 10) int fds) {
    decodes(code, MemorySegment.ofArray(payload), fds);
  }

  @Property(tries = 200)
  void everySizeOfEveryRequestStaysInsideItsPayload(
      @ForAll("codes") int code, @ForAll @Size(300) byte[] bytes) {
    // Native memory of exactly the payload's size: a read beyond is an IndexOutOfBoundsException.
    for (int size = 0; size <= bytes.length; size++) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment payload = arena.allocate(Math.max(size, 1)).asSlice(0, size);
        payload.copyFrom(MemorySegment.ofArray(bytes).asSlice(0, size));
        for (int fds = 0; fds <= 8; fds++) {
          decodes(code, payload, fds);
        }
      }
    }
  }

  @Property
  void randomHeadersAreAHeaderOrAProtocolException(@ForAll @Size(12) byte[] bytes) {
    try {
      Header header = Header.read(MemorySegment.ofArray(bytes));
      assertThat(header.size()).isBetween(0, 4096);
      assertThat(header.flags() & ~8).isEqualTo(1);
    } catch (ProtocolException refused) {
      assertThat(refused).hasMessageContaining("allowed");
    }
  }

  @Property
  void whatIsWrittenAsAMemoryTableIsReadBack(
      @ForAll @IntRange(min = 1, max = 8) int count,
      @ForAll @IntRange(min = 1, max = 0x10000) int size,
      @ForAll @IntRange(max = 0x7000_0000) int mmapOffset)
      throws ProtocolException {
    long[] payload = new long[1 + 4 * count];
    payload[0] = Messages.pair(count, 0x55);
    List<MemoryRegion> regions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      MemoryRegion region =
          new MemoryRegion(-0x100000L + i * 0x10000L, size, i * 0x20000L, mmapOffset);
      regions.add(region);
      payload[1 + 4 * i] = region.gpa();
      payload[2 + 4 * i] = region.size();
      payload[3 + 4 * i] = region.uva();
      payload[4 + 4 * i] = region.mmapOffset();
    }
    assertThat(Messages.decode(5, count, payload)).isEqualTo(new Request.SetMemTable(regions));
  }

  @Property
  void anAcceptedRegionNeverWraps(
      @ForAll long gpa, @ForAll long size, @ForAll long uva, @ForAll long mmapOffset) {
    try {
      Messages.decode(37, 1, 0, gpa, size, uva, mmapOffset);
    } catch (ProtocolException refused) {
      return;
    }
    assertThat(size).isPositive();
    assertThat(mmapOffset).isNotNegative();
    assertThat(mmapOffset + size).isPositive();
    assertThat(Long.compareUnsigned(gpa + size - 1, gpa)).isNotNegative();
    assertThat(Long.compareUnsigned(uva + size - 1, uva)).isNotNegative();
  }

  @Property
  void aBaseSurvivesTheWayThroughReplyAndRequest(
      @ForAll @IntRange(max = 255) int index, @ForAll int bits) throws ProtocolException {
    byte[] reply = Reply.vringBase(index, new VringBase(bits));
    MemorySegment payload = MemorySegment.ofArray(reply).asSlice(12);
    assertThat(Messages.decode(10, payload, 0))
        .isEqualTo(new Request.SetVringBase(index, new VringBase(bits)));
    VringBase base = new VringBase(bits);
    assertThat(
            VringBase.packed(
                base.packedAvail(),
                base.packedAvailWrap(),
                base.packedUsed(),
                base.packedUsedWrap()))
        .isEqualTo(base);
  }

  private static void decodes(int code, MemorySegment payload, int fds) {
    try {
      Request request = Messages.decode(code, payload, fds);
      boolean inTable = RequestType.of(code).isPresent();
      assertThat(request instanceof Request.UnknownRequest).isNotEqualTo(inTable);
    } catch (ProtocolException refused) {
      assertThat(refused.getMessage()).isNotBlank();
    }
  }
}
