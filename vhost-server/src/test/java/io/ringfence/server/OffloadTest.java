package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.packet.TestPacket;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.net.Shape;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a guest leaves to the device, on an uplink without one: it passes on, or it is done. */
class OffloadTest {
  private static final long SENDS = Features.CSUM | Features.HOST_TSO4 | Features.HOST_TSO6;
  private static final long TAKES = Features.GUEST_CSUM | Features.GUEST_TSO4 | Features.GUEST_TSO6;
  private static final int SEGMENT = 1400;
  private static final int TIMEOUT_MILLIS = 5_000;

  private final LogLines log = LogLines.of("io.ringfence.server");
  private final RunningDaemon daemon = RunningDaemon.with("loopback");
  private GuestNic nic;

  private void open(long with, long without, int buffers, int bufferBytes) {
    nic =
        GuestNic.options()
            .ram(GuestRam.of(64 << 20))
            .with(SENDS | with)
            .without(without)
            .net(features ->
                NetConfig.negotiated(features, 65_600)
                    .withSlots(16, buffers)
                    .withTxShapes(Shape.chained(7, 30, 70_000), Shape.chained(70_000))
                    .withRxShapes(Shape.chained(bufferBytes)))
            .connect(daemon.socket());
    // The answer comes when all that was said before is done: no path is rebuilt under a frame.
    assertThat(nic.frontEnd().getFeatures() & SENDS).isEqualTo(SENDS);
  }

  @AfterEach
  void close() {
    nic.close();
    daemon.close();
    assertThat(log.warnings()).isEmpty();
    log.close();
  }

  private static TestPacket tcp(boolean ipv6, int bytes) {
    byte[] payload = new byte[bytes];
    new Random(bytes).nextBytes(payload);
    return new TestPacket(1, ipv6, 2, true, 3, 0x99, 65_530, -20_000, payload);
  }

  private void send(TestPacket packet, int segmentBytes) {
    send(packet.netHeader(segmentBytes), packet.unfinished());
  }

  private void send(byte[] header, byte[] frame) {
    MemorySegment target = nic.transmitter(0).header();
    target.copyFrom(MemorySegment.ofArray(header).asSlice(0, target.byteSize()));
    nic.send(frame);
  }

  private static byte[] reflected(byte[] frame) {
    byte[] copy = frame.clone();
    System.arraycopy(frame, 0, copy, 6, 6);
    System.arraycopy(frame, 6, copy, 0, 6);
    return copy;
  }

  /** The first ten bytes: num_buffers is the receiver's business. */
  private byte[] receivedHeader() {
    return nic.receiver(0).header().asSlice(0, 10).toArray(ValueLayout.JAVA_BYTE);
  }

  private void assertSegments(TestPacket packet) {
    int bytes = packet.payload().length;
    for (int from = 0; from < bytes; from += SEGMENT) {
      byte[] expected = packet.finished(from, Math.min(from + SEGMENT, bytes), from / SEGMENT);
      assertThat(nic.receive(TIMEOUT_MILLIS))
          .as("from byte " + from)
          .isEqualTo(reflected(expected));
      assertThat(receivedHeader()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "false, 0, 0x0", // IPv6, features taken besides, features not taken
    "true, 0x400000000, 0x0",
    "false, 0x400000000, 0x8000",
    "true, 0, 0x100008000", // a header of 10 bytes
    "true, 0x2, 0x0", // its checksums are taken, its segments are not
    "false, 0x102, 0x0" // those of the other protocol are
  })
  void segmentsThatTheReceiverDoesNotTakeAreCut(boolean ipv6, String with, String without) {
    open(Long.decode(with), Long.decode(without), 64, 1_600);
    for (int bytes : new int[] {65_000, 1401, 1400, 1}) {
      TestPacket packet = tcp(ipv6, bytes);
      send(packet, SEGMENT);
      assertSegments(packet);
    }
    assertThat(daemon.counters(1).get(RingCounter.DROPPED)).isZero();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChecksumThatTheReceiverDoesNotTakeIsFilledIn(boolean ipv6) {
    open(0, 0, 64, 1_600);
    for (boolean tcp : new boolean[] {true, false}) {
      var packet = new TestPacket(2, ipv6, 1, tcp, 1, 0x18, 1, 2, new byte[] {1, 2, 3});
      send(packet, 0);
      assertThat(nic.receive(TIMEOUT_MILLIS)).isEqualTo(reflected(packet.finished(0, 3, 0)));
      assertThat(receivedHeader()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "false, 0x400000000"})
  void betweenEqualEndsAFramePassesAsItIs(boolean ipv6, String with) {
    open(TAKES | Long.decode(with), 0, 64, 1_600);
    TestPacket packet = tcp(ipv6, 60_000);
    for (int segmentBytes : new int[] {SEGMENT, 0}) {
      byte[] header = packet.netHeader(segmentBytes);
      header[0] |= (byte) 0xfe; // flags that a driver has no business to set
      send(header, packet.unfinished());
      assertThat(nic.receive(TIMEOUT_MILLIS)).isEqualTo(reflected(packet.unfinished()));
      header[0] = 1;
      assertThat(receivedHeader()).isEqualTo(Arrays.copyOf(header, 10));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void flagsThatADriverHasNoBusinessToSetAreTakenAway(boolean takes) {
    open(takes ? TAKES : 0, 0, 64, 1_600);
    byte[] header = new byte[12];
    Arrays.fill(header, 2, 12, (byte) 0xff); // what nothing speaks of does not matter
    byte[] frame = tcp(false, 1_000).finished(0, 1_000, 0);
    for (int flags : new int[] {0, 0xfe}) {
      header[0] = (byte) flags;
      send(header, frame);
      assertThat(nic.receive(TIMEOUT_MILLIS)).isEqualTo(reflected(frame));
      assertThat(receivedHeader()).containsOnly(0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void congestionIsToldToWhoTakesItAlone(boolean taken) {
    long congestion = Features.HOST_ECN | (taken ? Features.GUEST_ECN : 0);
    open(TAKES | congestion, 0, 64, 1_600);
    TestPacket packet = tcp(false, 3_000);
    byte[] header = packet.netHeader(SEGMENT);
    header[1] |= (byte) 0x80;
    send(header, packet.unfinished());
    if (taken) {
      assertThat(nic.receive(TIMEOUT_MILLIS)).isEqualTo(reflected(packet.unfinished()));
      assertThat(receivedHeader()[1]).isEqualTo((byte) 0x81);
    } else {
      assertSegments(packet);
    }
  }

  /** The driver has fewer buffers than there are segments, and gives each back as it comes. */
  @ParameterizedTest
  @CsvSource({"0x8000, 5, 1600", "0x0, 5, 1600", "0x0, 7, 600"})
  void segmentsWaitForBuffers(String without, int buffers, int bufferBytes) {
    open(0, Long.decode(without), buffers, bufferBytes);
    TestPacket packet = tcp(true, 60_000);
    for (int i = 0; i < 3; i++) {
      send(packet, SEGMENT);
    }
    for (int i = 0; i < 3; i++) {
      assertSegments(packet);
    }
    assertThat(daemon.counters(0).get(RingCounter.FRAMES)).isEqualTo(3 * 43);
  }

  /** The driver's frames are dropped one by one, and counted; its ring goes on. */
  @Test
  void aHeaderThatAsksForTheImpossibleLosesItsFrame() {
    open(TAKES, 0, 64, 1_600);
    TestPacket packet = tcp(false, 3_000);
    byte[] frame = packet.unfinished();
    byte[][] headers = {
      changed(packet, 6, 0xff), // a sum from beyond the frame's end
      changed(packet, 9, 0xff), // into what is beyond it
      changed(packet, 8, 17), // not where TCP has it
      changed(packet, 6, packet.transport() - 1), // not from where TCP is
      changed(packet, 1, 4), // IPv6, which it is not
      changed(packet, 1, 3), // fragments of UDP, which are not offered
      changed(packet, 1, 0x80), // congestion, of nothing
      changed(packet, 1, 77),
      changed(packet, 0, 0), // segments without checksums
      changed(packet, 4, 0, 5, 0), // of no bytes
      changed(packet, 4, 1, 5, 0), // of too few
    };
    headers[0][7] = (byte) 0xff;
    for (byte[] header : headers) {
      send(header, frame);
    }
    send(packet, SEGMENT);
    assertThat(nic.receive(TIMEOUT_MILLIS)).isEqualTo(reflected(frame));
    int last = headers.length;
    Await.until(
        last + " drops",
        TIMEOUT_MILLIS,
        () -> daemon.counters(1).get(RingCounter.DROPPED) >= last,
        () -> "" + daemon.counters(1).get(RingCounter.DROPPED));
    assertThat(daemon.counters(1).get(RingCounter.DROPPED)).isEqualTo(last);
  }

  private static byte[] changed(TestPacket packet, int... atAndValue) {
    byte[] header = packet.netHeader(SEGMENT);
    for (int i = 0; i < atAndValue.length; i += 2) {
      header[atAndValue[i]] = (byte) atAndValue[i + 1];
    }
    return header;
  }
}
