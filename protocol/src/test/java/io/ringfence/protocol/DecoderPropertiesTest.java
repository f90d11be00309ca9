package io.ringfence.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.property.Property;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Properties of the decoder that hold for every byte string. */
class DecoderPropertiesTest {
  private static final int LAST_CODE = 50; // beyond the last known request

  @Test
  void randomBytesAreARequestOrAProtocolExceptionAndNothingElse() {
    Property.holds(
        5_000,
        draw -> {
          int code = draw.between(0, LAST_CODE);
          byte[] payload = draw.bytes(draw.between(0, 300));
          decodes(code, MemorySegment.ofArray(payload), draw.between(0, 10));
        });
  }

  @Test
  void everySizeOfEveryRequestStaysInsideItsPayload() {
    Property.holds(200, draw -> decodesAllSizes(draw.between(0, LAST_CODE), draw.bytes(300)));
  }

  /** Decodes from native memory of exactly the payload's size, so a read beyond it throws. */
  private static void decodesAllSizes(int code, byte[] bytes) {
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

  @Test
  void randomHeadersAreAHeaderOrAProtocolException() {
    Property.holds(
        1_000,
        draw -> {
          try {
            Header header = Header.read(MemorySegment.ofArray(draw.bytes(12)));
            assertThat(header.size()).isBetween(0, 4096);
            assertThat(header.flags() & ~8).isEqualTo(1);
          } catch (ProtocolException refused) {
            assertThat(refused).hasMessageContaining("allowed");
          }
        });
  }

  @Test
  void whatIsWrittenAsAMemoryTableIsReadBack() {
    Property.holds(
        1_000,
        draw -> {
          int count = draw.between(1, 8);
          int size = draw.between(1, 0x10000);
          List<MemoryRegion> regions = regions(count, size, draw.between(0, 0x7000_0000));
          assertThat(Messages.decode(5, count, payload(regions)))
              .isEqualTo(new Request.SetMemTable(regions));
        });
  }

  private static List<MemoryRegion> regions(int count, int size, int mmapOffset) {
    return IntStream.range(0, count)
        .mapToObj(i -> new MemoryRegion(-0x100000L + i * 0x10000L, size, i * 0x20000L, mmapOffset))
        .toList();
  }

  private static long[] payload(List<MemoryRegion> regions) {
    LongStream words =
        regions.stream()
            .flatMapToLong(r -> LongStream.of(r.gpa(), r.size(), r.uva(), r.mmapOffset()));
    return LongStream.concat(LongStream.of(Messages.pair(regions.size(), 0x55)), words).toArray();
  }

  @Test
  void anAcceptedRegionNeverWraps() {
    Property.holds(
        1_000, draw -> neverWraps(draw.anyLong(), draw.anyLong(), draw.anyLong(), draw.anyLong()));
  }

  private static void neverWraps(long gpa, long size, long uva, long mmapOffset) {
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

  @Test
  void aBaseSurvivesTheWayThroughReplyAndRequest() {
    Property.holds(1_000, draw -> survives(draw.between(0, 255), new VringBase(draw.anyInt())));
  }

  private static void survives(int index, VringBase base) throws ProtocolException {
    MemorySegment payload = MemorySegment.ofArray(Reply.vringBase(index, base)).asSlice(12);
    assertThat(Messages.decode(10, payload, 0)).isEqualTo(new Request.SetVringBase(index, base));
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
