package io.ringfence.lab.checks.dpdk;

import io.ringfence.lab.LabException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads from a pipe the capture file that testpmd writes, and compares each frame with the expected
 * one. Detects lost, duplicated, reordered and altered frames.
 */
final class FrameCheck {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LARGEST_READ = 1 << 16;

  /**
   * The received frames.
   *
   * @param frames their number
   * @param firstWrong number of the first frame that differs from the expected one; -1 if none does
   */
  record Result(long frames, long firstWrong) {}

  private final Path pipe;
  private final Thread thread;
  private long frames;
  private long firstWrong = -1;
  private IOException failure;

  private FrameCheck(Path pipe) {
    this.pipe = pipe;
    thread = Thread.ofPlatform().daemon().name("frame check").unstarted(this::run);
  }

  /** Starts a thread, which ends when testpmd closes the file. */
  static FrameCheck start(Path pipe) {
    var check = new FrameCheck(pipe);
    check.thread.start();
    return check;
  }

  private void run() {
    var due = new Frames();
    byte[] bytes = new byte[LARGEST_READ];
    try (var in =
        new DataInputStream(
            new BufferedInputStream(new FileInputStream(pipe.toFile()), BUFFER_BYTES))) {
      Pcap.skipHeader(in);
      int length;
      while ((length = Pcap.read(in, bytes)) >= 0) {
        if (firstWrong < 0 && !due.matches(frames, bytes, length)) {
          firstWrong = frames;
        }
        frames++;
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Returns the result after testpmd has ended.
   *
   * @throws LabException if the file did not end, or ended within a frame
   */
  Result result(Duration patience) {
    try {
      if (!thread.join(patience)) {
        throw new LabException("testpmd's capture file did not end within %s".formatted(patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while reading testpmd's capture file", e);
    }
    if (failure != null) {
      throw new LabException(
          "testpmd's capture file: %s after %d frames".formatted(failure.getMessage(), frames),
          failure);
    }
    return new Result(frames, firstWrong);
  }
}
