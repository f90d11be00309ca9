package io.ringfence.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What comes out, against packets that were built piece by piece. */
class FrameFinisherTest {
  private final FrameFinisher finisher = new FrameFinisher();

  @Provide
  Arbitrary<TestPacket> tcp() {
    return packets(true, 65_000);
  }

  @Provide
  Arbitrary<TestPacket> any() {
    return Arbitraries.of(true, false).flatMap(tcp -> packets(tcp, 9_000));
  }

  private static Arbitrary<TestPacket> packets(boolean tcp, int most) {
    return Combinators.combine(
            Arbitraries.integers().between(0, 2),
            Arbitraries.of(true, false),
            Arbitraries.integers().between(0, 10),
            Arbitraries.integers().between(0, 10),
            Arbitraries.integers().between(0, 255).withoutEdgeCases(),
            Arbitraries.integers().withoutEdgeCases(),
            Arbitraries.integers().between(0, most))
        .as((tags, ipv6, ipOptions, tcpOptions, flags, seed, bytes) -> {
          byte[] payload = new byte[bytes];
          new Random(seed).nextBytes(payload);
          return new TestPacket(
              tags, ipv6, ipOptions, tcp, tcpOptions, flags, seed & 0xffff, seed, payload);
        });
  }

  @Property(tries = 400)
  void aSegmentThatIsTooLargeBecomesTheOnesThatItStandsFor(
      @ForAll("tcp") TestPacket packet, @ForAll @IntRange(min = 48, max = 9_000) int segmentBytes) {
    var expected = new ArrayList<byte[]>();
    int bytes = packet.payload().length;
    for (int from = 0; from == 0 || from < bytes; from += segmentBytes) {
      int to = Math.min(from + segmentBytes, bytes);
      expected.add(packet.finished(from, to, from / segmentBytes));
    }
    assertThat(finish(packet.netHeader(segmentBytes), packet.unfinished()))
        .containsExactlyElementsOf(expected);
  }

  @Property(tries = 400)
  void aMissingChecksumIsFilledIn(@ForAll("any") TestPacket packet) {
    byte[] expected = packet.finished(0, packet.payload().length, 0);
    assertThat(finish(packet.netHeader(0), packet.unfinished())).containsExactly(expected);
  }

  /** The largest packets that there are, and segments as large as their size can tell. */
  @Property(tries = 20)
  void theLargestPacketsAreCutToo(
      @ForAll boolean ipv6, @ForAll @IntRange(min = 1, max = 65_535) int segmentBytes) {
    int headers = 20 + (ipv6 ? 0 : 20);
    var packet = new TestPacket(2, ipv6, 0, true, 0, 0x99, 1, -1, new byte[65_535 - headers]);
    List<byte[]> frames = finish(packet.netHeader(segmentBytes), packet.unfinished());
    int bytes = packet.payload().length;
    if (bytes > 2048L * segmentBytes) {
      assertThat(frames).isEmpty();
      return;
    }
    assertThat(frames).hasSize((bytes + segmentBytes - 1) / segmentBytes);
    int last = (frames.size() - 1) * segmentBytes;
    assertThat(frames.getLast()).isEqualTo(packet.finished(last, bytes, frames.size() - 1));
  }

  /** Whatever a driver writes: nothing is thrown, and no more comes out than may. */
  @Property(tries = 3000)
  void aHostileHeaderDoesNoHarm(
      @ForAll("tcp") TestPacket packet,
      @ForAll @Size(12) byte[] garbage,
      @ForAll @IntRange(max = 0xfff) int keep,
      @ForAll @IntRange(max = 200) int damagedAt,
      @ForAll byte damage,
      @ForAll @IntRange(min = 14, max = 200) int cut) {
    byte[] header = packet.netHeader(1400);
    for (int i = 0; i < header.length; i++) {
      header[i] = (keep >> i & 1) != 0 ? header[i] : garbage[i];
    }
    byte[] frame = packet.unfinished();
    frame[damagedAt % frame.length] = damage;
    MemorySegment seen = MemorySegment.ofArray(frame).asSlice(0, Math.min(cut, frame.length));
    for (MemorySegment bytes : List.of(seen, MemorySegment.ofArray(frame))) {
      long sum = 0;
      for (byte[] finished : finish(header, bytes.toArray(ValueLayout.JAVA_BYTE))) {
        assertThat(finished.length).isLessThanOrEqualTo((int) bytes.byteSize());
        sum += finished.length;
      }
      assertThat(sum).isLessThanOrEqualTo(2048L * 300 + bytes.byteSize());
    }
  }

  private List<byte[]> finish(byte[] header, byte[] frame) {
    var frames = new ArrayList<byte[]>();
    if (!finisher.begin(MemorySegment.ofArray(header), MemorySegment.ofArray(frame))) {
      assertThat(finisher.length()).isZero();
      return frames;
    }
    for (; finisher.length() > 0; finisher.advance()) {
      frames.add(
          finisher
              .bytes()
              .asSlice(finisher.frameAt(), finisher.length())
              .toArray(ValueLayout.JAVA_BYTE));
    }
    return frames;
  }
}
