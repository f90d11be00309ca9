package io.ringfence.lab.checks.dpdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check that could not fail would be none: each way in which frames go wrong is shown to it. */
class FrameCheckTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FRAMES = 1_000;

  @TempDir Path directory;

  /** What the source writes, cut into frames with their records. */
  private List<byte[]> sent() throws IOException {
    Path file = directory.resolve("in");
    FrameSource source = FrameSource.start(file, FRAMES);
    Waiting.until("the frames", PATIENCE, source::done);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    var parts = new ArrayList<byte[]>();
    parts.add(take(bytes, Pcap.HEADER_BYTES));
    while (bytes.hasRemaining()) {
      parts.add(take(bytes, Pcap.RECORD_BYTES + bytes.getInt(bytes.position() + 8)));
    }
    return parts;
  }

  private static byte[] take(ByteBuffer bytes, int length) {
    byte[] part = new byte[length];
    bytes.get(part);
    return part;
  }

  private List<byte[]> reflected() throws IOException {
    List<byte[]> parts = sent();
    for (byte[] part : parts.subList(1, parts.size())) {
      byte[] before = part.clone();
      System.arraycopy(before, Pcap.RECORD_BYTES, part, Pcap.RECORD_BYTES + 6, 6);
      System.arraycopy(before, Pcap.RECORD_BYTES + 6, part, Pcap.RECORD_BYTES, 6);
    }
    return parts;
  }

  private FrameCheck.Result check(List<byte[]> parts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    parts.forEach(bytes::writeBytes);
    Path file = Files.write(directory.resolve("out"), bytes.toByteArray());
    return FrameCheck.start(file).result(PATIENCE);
  }

  @Test
  void allFramesReflectedInOrderAreRight() throws IOException {
    assertThat(check(reflected())).isEqualTo(new FrameCheck.Result(FRAMES, -1));
  }

  @Test
  void framesThatWereNotReflectedAreWrong() throws IOException {
    assertThat(check(sent()).firstWrong()).isZero();
  }

  @Test
  void aLostFrameIsFound() throws IOException {
    List<byte[]> parts = reflected();
    parts.remove(501);
    assertThat(check(parts)).isEqualTo(new FrameCheck.Result(FRAMES - 1, 500));
  }

  @Test
  void aFrameThatComesTwiceIsFound() throws IOException {
    List<byte[]> parts = reflected();
    parts.add(8, parts.get(7));
    assertThat(check(parts)).isEqualTo(new FrameCheck.Result(FRAMES + 1, 7));
  }

  @Test
  void oneWrongByteIsFound() throws IOException {
    List<byte[]> parts = reflected();
    byte[] last = parts.getLast();
    last[last.length - 1] ^= 1;
    assertThat(check(parts)).isEqualTo(new FrameCheck.Result(FRAMES, FRAMES - 1));
  }

  @Test
  void aFileThatEndsWithinAFrameIsRefused() throws IOException {
    List<byte[]> parts = reflected();
    parts.set(FRAMES, take(ByteBuffer.wrap(parts.getLast()), 20));
    assertThatThrownBy(() -> check(parts))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("after 999 frames");
  }
}
