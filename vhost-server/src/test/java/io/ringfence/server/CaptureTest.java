package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.server.packet.TestPacket;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.net.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every frame of both ways is in the file as it would be on a wire; and tshark, which sums for
 * itself, finds it right.
 */
class CaptureTest {
  private static final long SENDS = Features.CSUM | Features.HOST_TSO4 | Features.HOST_TSO6;
  private static final long TAKES = Features.GUEST_CSUM | Features.GUEST_TSO4 | Features.GUEST_TSO6;
  private static final int SEGMENT = 1_400;

  @TempDir Path directory;

  private static GuestNic guest(RunningDaemon daemon, long features) {
    return GuestNic.options()
        .with(SENDS | features)
        .net(f ->
            NetConfig.negotiated(f, 65_600).withSlots(8, 64).withRxShapes(Shape.chained(50, 1_550)))
        .connect(daemon.socket());
  }

  private static void send(GuestNic nic, TestPacket packet, int segmentBytes) {
    nic.transmitter(0).header().copyFrom(MemorySegment.ofArray(packet.netHeader(segmentBytes)));
    nic.send(packet.unfinished());
  }

  /** Of every kind: addresses, tags, options, transport, sizes; and how often each is cut. */
  private static List<TestPacket> packets() {
    var packets = new ArrayList<TestPacket>();
    var random = new Random(4);
    for (int kind = 0; kind < 24; kind++) {
      boolean tcp = kind % 4 != 3;
      byte[] payload = new byte[tcp ? random.nextInt(40_000) : random.nextInt(1_400)];
      random.nextBytes(payload);
      packets.add(
          new TestPacket(
              kind % 3, kind % 2 == 0, kind % 5, tcp, kind % 7, 0x18, 7 * kind, kind, payload));
    }
    return packets;
  }

  private static List<byte[]> onTheWire(TestPacket packet) {
    int bytes = packet.payload().length;
    int most = packet.tcp() ? SEGMENT : bytes;
    var frames = new ArrayList<byte[]>();
    for (int from = 0; from == 0 || from < bytes; from += most) {
      frames.add(packet.finished(from, Math.min(from + most, bytes), from / Math.max(1, most)));
    }
    return frames;
  }

  private static byte[] reflected(byte[] frame) {
    byte[] copy = frame.clone();
    System.arraycopy(frame, 0, copy, 6, 6);
    System.arraycopy(frame, 6, copy, 0, 6);
    return copy;
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void checksumsAreRightAndSegmentsCutWhoeverTakesThem(boolean taken) throws IOException {
    Path file = directory.resolve("c.pcapng");
    var sent = new ArrayList<byte[]>();
    try (var daemon = RunningDaemon.capturing("loopback", file);
        GuestNic nic = guest(daemon, taken ? TAKES : 0)) {
      for (TestPacket packet : packets()) {
        send(nic, packet, packet.tcp() ? SEGMENT : 0);
        List<byte[]> wire = onTheWire(packet);
        for (int i = 0; i < (taken ? 1 : wire.size()); i++) {
          nic.receive(5_000);
        }
        sent.addAll(wire);
      }
    }
    CapturedFrames frames = CapturedFrames.read(file);
    assertThat(frames.sent()).containsExactlyElementsOf(sent);
    assertThat(frames.received())
        .containsExactlyElementsOf(sent.stream().map(CaptureTest::reflected).toList());
    checkWithTshark(file, sent.size());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private static void checkWithTshark(Path file, int sent) throws IOException {
    if (Tshark.isInstalled()) {
      List<String[]> rows = Tshark.checksums(file);
      assertThat(rows).hasSize(2 * sent).allMatch(Tshark::isSound);
      assertThat(rows.stream().filter(Tshark::isOutbound)).hasSize(sent);
    }
  }

  /** That the checks above can fail. */
  @Test
  void aFrameThatCannotBeFinishedIsThereAsItIsAndItsChecksumIsBad() throws IOException {
    Path file = directory.resolve("c.pcapng");
    TestPacket packet = packets().getFirst();
    try (var daemon = RunningDaemon.capturing("discard", file);
        GuestNic nic = guest(daemon, 0)) {
      byte[] header = packet.netHeader(SEGMENT);
      header[8] = 99;
      nic.transmitter(0).header().copyFrom(MemorySegment.ofArray(header));
      nic.send(packet.unfinished());
      nic.vring(1).awaitUsed(5_000);
    }
    assertThat(CapturedFrames.read(file).sent()).containsExactly(packet.unfinished());
    if (Tshark.isInstalled()) {
      List<String[]> rows = Tshark.checksums(file);
      assertThat(rows).hasSize(1).noneMatch(Tshark::isSound).allMatch(Tshark::isOutbound);
    }
  }
}
