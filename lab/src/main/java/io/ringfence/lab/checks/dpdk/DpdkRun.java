package io.ringfence.lab.checks.dpdk;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.daemon.RingCounts;
import io.ringfence.lab.kit.daemon.Stats;
import io.ringfence.lab.kit.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends frames from a file through DPDK's driver and the daemon's loopback, and back into a file.
 * Checks each byte, the order, and the counters of both sides.
 */
public final class DpdkRun {
  /** A run without a new frame for this time has stalled. */
  private static final Duration STALL = Duration.ofSeconds(20);

  private static final Duration STEP = Duration.ofMillis(50);
  private static final int WHOLE_FRAME_BYTES = 2048;
  private static final int PART_BYTES = 512; // the largest frames take three

  /**
   * The result of a run.
   *
   * @param code the code path that DPDK chose, as it logs it
   */
  public record Outcome(boolean passed, String figure, String code) {}

  private final DaemonUnderTest daemon;
  private final Path socket;
  private final Path directory;

  /**
   * @param daemon serves {@code socket} with the uplink {@code loopback}
   */
  public DpdkRun(DaemonUnderTest daemon, Path socket, Path directory) {
    this.daemon = daemon;
    this.socket = socket;
    this.directory = directory;
  }

  /** Sends and receives {@code frames} frames. */
  public Outcome run(Variant variant, long frames) {
    Path in = pipe("in.pcap");
    Path out = pipe("out.pcap");
    try {
      FrameCheck check = FrameCheck.start(out);
      FrameSource source = FrameSource.start(in, frames);
      long started = System.nanoTime();
      try (TestpmdReplay testpmd =
          TestpmdReplay.start(variant.device(socket), in, out, mbufBytes(variant), directory)) {
        TestpmdReplay.Counters driver = awaitAll(testpmd, source, frames);
        double seconds = (System.nanoTime() - started) / 1e9;
        List<Stats.Vring> rings = daemon.admin().stats().vrings();
        testpmd.quit();
        return judge(frames, driver, rings, check.result(STALL), seconds, testpmd.code());
      }
    } finally {
      delete(in);
      delete(out);
    }
  }

  /**
   * Returns the data bytes of a buffer. Small buffers make DPDK merge received frames from several.
   * With packed rings it would also send frames from several. It then marks the header as
   * device-writable, and the daemon breaks the ring.
   */
  private static int mbufBytes(Variant variant) {
    return variant.mergeable() && !variant.packed() ? PART_BYTES : WHOLE_FRAME_BYTES;
  }

  private TestpmdReplay.Counters awaitAll(TestpmdReplay testpmd, FrameSource source, long frames) {
    long deadline = System.nanoTime() + STALL.toNanos();
    TestpmdReplay.Counters before = testpmd.counters();
    while (true) {
      testpmd.checkAlive();
      daemon.checkAlive();
      TestpmdReplay.Counters now = testpmd.counters();
      if (source.done() && now.received() >= frames) {
        return now;
      }
      if (now.equals(before) && System.nanoTime() - deadline > 0) {
        throw new LabException(stalled(now, frames, testpmd));
      }
      if (!now.equals(before)) {
        deadline = System.nanoTime() + STALL.toNanos();
        before = now;
      }
      LockSupport.parkNanos(STEP.toNanos());
    }
  }

  private String stalled(TestpmdReplay.Counters now, long frames, TestpmdReplay testpmd) {
    return "no frame for %d s: of %d the driver sent %d and received %d; the daemon: %s%n%s"
        .formatted(
            STALL.toSeconds(),
            frames,
            now.sent(),
            now.received(),
            daemon.admin().stats().vrings(),
            Child.indented(testpmd.lastLines()));
  }

  private static Outcome judge(
      long frames,
      TestpmdReplay.Counters driver,
      List<Stats.Vring> rings,
      FrameCheck.Result content,
      double seconds,
      String code) {
    RingCounts rx = counts(rings, "rx");
    RingCounts tx = counts(rings, "tx");
    boolean counted =
        driver.sent() == frames
            && driver.received() == frames
            && tx.frames() == frames
            && rx.frames() == frames
            && tx.bytes() == rx.bytes()
            && tx.bytes() == driver.sentBytes()
            && rx.dropped() + tx.dropped() == 0;
    boolean same = content.frames() == frames && content.firstWrong() < 0;
    String figure =
        String.format(
            Locale.ROOT,
            "%d bytes, %.0f frames/s; frames: driver %d and %d, daemon %d and %d, dropped %d;"
                + " content: %s",
            tx.bytes(),
            frames / seconds,
            driver.sent(),
            driver.received(),
            tx.frames(),
            rx.frames(),
            rx.dropped() + tx.dropped(),
            content.firstWrong() < 0
                ? "%d of them right".formatted(content.frames())
                : "frame %d wrong".formatted(content.firstWrong()));
    return new Outcome(counted && same, figure, code);
  }

  private static RingCounts counts(List<Stats.Vring> rings, String role) {
    return rings.stream()
        .filter(ring -> ring.role().equals(role))
        .map(Stats.Vring::counts)
        .findFirst()
        .orElseThrow(() -> new LabException("the daemon has no %s ring".formatted(role)));
  }

  private Path pipe(String name) {
    Path pipe = directory.resolve(name);
    Child.run(List.of("mkfifo", pipe.toString()), STALL);
    return pipe;
  }

  private static void delete(Path pipe) {
    try {
      Files.deleteIfExists(pipe);
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(pipe, e.getMessage()), e);
    }
  }
}
