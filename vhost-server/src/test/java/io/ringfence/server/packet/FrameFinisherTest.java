package io.ringfence.server.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.property.Draw;
import io.ringfence.testkit.property.Property;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What comes out, against packets that were built piece by piece. */
class FrameFinisherTest {
  private final FrameFinisher finisher = new FrameFinisher();

  private static TestPacket packet(Draw draw, boolean tcp, int most) {
    int tags = draw.between(0, 2);
    boolean ipv6 = draw.bool();
    int ipOptions = draw.between(0, 10);
    int tcpOptions = draw.between(0, 10);
    int flags = draw.between(0, 255);
    int seed = draw.anyInt();
    byte[] payload = new byte[draw.between(0, most)];
    new Random(seed).nextBytes(payload);
    return new TestPacket(
        tags, ipv6, ipOptions, tcp, tcpOptions, flags, seed & 0xffff, seed, payload);
  }

  private static TestPacket tcp(Draw draw) {
    return packet(draw, true, 65_000);
  }

  @Test
  void aSegmentThatIsTooLargeBecomesTheOnesThatItStandsFor() {
    Property.holds(400, draw -> isCut(tcp(draw), draw.between(48, 9_000)));
  }

  private void isCut(TestPacket packet, int segmentBytes) {
    var expected = new ArrayList<byte[]>();
    int bytes = packet.payload().length;
    for (int from = 0; from == 0 || from < bytes; from += segmentBytes) {
      int to = Math.min(from + segmentBytes, bytes);
      expected.add(packet.finished(from, to, from / segmentBytes));
    }
    assertThat(finish(packet.netHeader(segmentBytes), packet.unfinished()))
        .containsExactlyElementsOf(expected);
  }

  @Test
  void aMissingChecksumIsFilledIn() {
    Property.holds(
        400,
        draw -> {
          TestPacket packet = packet(draw, draw.bool(), 9_000);
          byte[] expected = packet.finished(0, packet.payload().length, 0);
          assertThat(finish(packet.netHeader(0), packet.unfinished())).containsExactly(expected);
        });
  }

  @Test
  void theLargestPacketsAreCutToo() {
    Property.holds(20, draw -> isCutFromTheLargest(draw.bool(), draw.between(1, 65_535)));
  }

  /** The largest packets that there are, and segments as large as their size can tell. */
  private void isCutFromTheLargest(boolean ipv6, int segmentBytes) {
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
  @Test
  void aHostileHeaderDoesNoHarm() {
    Property.holds(
        3_000,
        draw -> {
          TestPacket packet = tcp(draw);
          byte[] header = damaged(packet.netHeader(1400), draw.bytes(12), draw.between(0, 0xfff));
          byte[] frame = packet.unfinished();
          frame[draw.between(0, 200) % frame.length] = (byte) draw.between(-128, 127);
          assertHarmless(
              header, Arrays.copyOf(frame, Math.min(draw.between(14, 200), frame.length)));
          assertHarmless(header, frame);
        });
  }

  /** Some bytes of the header, by the bits of {@code keep}, and garbage elsewhere. */
  private static byte[] damaged(byte[] header, byte[] garbage, int keep) {
    for (int i = 0; i < header.length; i++) {
      header[i] = (keep >> i & 1) != 0 ? header[i] : garbage[i];
    }
    return header;
  }

  private void assertHarmless(byte[] header, byte[] frame) {
    long sum = 0;
    for (byte[] finished : finish(header, frame)) {
      assertThat(finished.length).isLessThanOrEqualTo(frame.length);
      sum += finished.length;
    }
    assertThat(sum).isLessThanOrEqualTo(2048L * 300 + frame.length);
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
