package io.ringfence.lab.checks.dpdk;

import io.ringfence.lab.LabException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Reads from a pipe what testpmd received and writes there as a capture file, and holds each frame
 * against the one that is due: any that is lost, doubled, out of order or altered is found.
 */
final class FrameCheck {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int LARGEST_READ = 1 << 16;

  /**
   * What came.
   *
   * @param frames how many
   * @param firstWrong the number of the first that was not the one due; -1 where all were
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
   * What came, after testpmd has ended.
   *
   * @throws LabException where the file did not end, or ended within a frame
   */
  Result result(Duration patience) {
    try {
      if (!thread.join(patience)) {
        throw new LabException("what testpmd received: no end of it after %s".formatted(patience));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabException("interrupted while reading what testpmd received", e);
    }
    if (failure != null) {
      throw new LabException(
          "what testpmd received: %s after %d frames".formatted(failure.getMessage(), frames),
          failure);
    }
    return new Result(frames, firstWrong);
  }
}
