package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.property.Draw;
import io.ringfence.testkit.property.Property;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.QueueConfig;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the driver described is what the device saw, whatever the shape and wherever it lies. */
class ChainShapesPropertyTest {
  private static final long PAGE = 4096;
  private static final int SIZE = 16;

  /** A segment: bytes before the end of the first extent at which it starts, and its length. */
  record Segment(int beforeBorder, int bytes, boolean writable) {}

  private static List<Segment> segments(Draw draw) {
    return readableFirst(
        draw.list(
            1,
            SIZE,
            () -> new Segment(draw.between(-300, 300), draw.between(0, 300), draw.bool())));
  }

  private static List<Segment> readableFirst(List<Segment> segments) {
    var ordered = new ArrayList<>(segments);
    ordered.sort(java.util.Comparator.comparing(Segment::writable));
    return ordered;
  }

  @Test
  void everyByteIsSeenAtItsPlace() {
    Property.holds(2_000, draw -> isSeen(segments(draw), draw.bool(), draw.between(0, SIZE)));
  }

  private static void isSeen(List<Segment> segments, boolean packed, int indirectFrom) {
    GuestRam ram =
        GuestRam.builder().anonymous().region(0, 8 * PAGE).region(8 * PAGE, 8 * PAGE).build();
    QueueConfig config =
        (packed ? QueueConfig.packed(SIZE) : QueueConfig.split(SIZE)).withTables(SIZE);
    try (DrivenRing ring = DrivenRing.in(ram, packed, config)) {
      fillWithPositions(ram);
      assertThat(ring.driver().add(describe(segments, packed, indirectFrom), 7)).isNotNegative();
      ring.driver().publish();
      Chain chain = new Chain();
      Virtqueue device = ring.device();
      assertThat(device.take(chain)).isTrue();
      assertThat(readable(chain)).isEqualTo(expected(ram, segments));
      assertWritableIs(ram, segments, chain);
      assertThat(device.take(new Chain())).isFalse();
    }
  }

  /** Bytes around the border between the two extents, which only tests of buffers touch. */
  private static void fillWithPositions(GuestRam ram) {
    byte[] positions = new byte[1200];
    for (int i = 0; i < positions.length; i++) {
      positions[i] = (byte) (i * 31 + (i >> 8));
    }
    ram.write(8 * PAGE - 600, positions);
  }

  private static DriverChain describe(List<Segment> segments, boolean packed, int indirectFrom) {
    var shape = new DriverChain();
    for (Segment segment : segments) {
      long at = 8 * PAGE - segment.beforeBorder();
      if (segment.writable()) {
        shape.in(at, segment.bytes());
      } else {
        shape.out(at, segment.bytes());
      }
    }
    boolean table = indirectFrom < segments.size();
    return table ? shape.indirectFrom(packed ? 0 : indirectFrom) : shape;
  }

  private static byte[] readable(Chain chain) {
    byte[] bytes = new byte[(int) chain.readableBytes()];
    chain.copyOut(0, MemorySegment.ofArray(bytes), 0, bytes.length);
    return bytes;
  }

  private static byte[] expected(GuestRam ram, List<Segment> segments) {
    var bytes = new java.io.ByteArrayOutputStream();
    for (Segment segment : segments) {
      if (!segment.writable()) {
        bytes.writeBytes(ram.read(8 * PAGE - segment.beforeBorder(), segment.bytes()));
      }
    }
    return bytes.toByteArray();
  }

  /** One byte written at every offset lands where the driver's description says. */
  private static void assertWritableIs(GuestRam ram, List<Segment> segments, Chain chain) {
    long offset = 0;
    for (Segment segment : segments) {
      for (int i = 0; segment.writable() && i < segment.bytes(); i += 97) {
        byte mark = (byte) (ram.byteAt(8 * PAGE - segment.beforeBorder() + i) + 1);
        chain.copyIn(offset + i, MemorySegment.ofArray(new byte[] {mark}), 0, 1);
        assertThat((byte) ram.byteAt(8 * PAGE - segment.beforeBorder() + i)).isEqualTo(mark);
      }
      offset += segment.writable() ? segment.bytes() : 0;
    }
    assertThat(chain.writableBytes()).isEqualTo(offset);
  }

  @Test
  void aPositionSurvivesTheFrontEndsWords() {
    Property.holds(
        500,
        draw -> {
          int avail = draw.between(0, 0x7fff);
          var position = new RingPosition(avail, draw.between(0, 0x7fff), draw.bool(), draw.bool());
          assertThat(RingPosition.packed(position.packedBase())).isEqualTo(position);
        });
  }
}
