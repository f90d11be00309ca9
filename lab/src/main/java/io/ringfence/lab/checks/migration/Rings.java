package io.ringfence.lab.checks.migration;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonAdmin;
import io.ringfence.lab.kit.daemon.Stats;
import io.ringfence.lab.kit.daemon.Status;
import io.ringfence.lab.kit.process.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks that a daemon serves all rings of its guest, in the requested format. */
final class Rings {
  private final DaemonAdmin admin;
  private final int count;
  private final String format;

  /**
   * @param pairs of queues, all of which the guest uses
   * @param format {@code split} or {@code packed}
   */
  Rings(DaemonAdmin admin, int pairs, String format) {
    this.admin = admin;
    this.count = 2 * pairs;
    this.format = format;
  }

  /** Returns the frames of each ring so far, by index. */
  Map<Integer, Long> frames() {
    return admin.stats().vrings().stream()
        .collect(Collectors.toMap(Stats.Vring::index, ring -> ring.counts().frames()));
  }

  /** Returns when every ring is enabled. QEMU silently drops a format that is not offered. */
  void awaitEnabled(Duration patience) {
    Waiting.until(
        "%d %s rings enabled in the daemon".formatted(count, format),
        patience,
        () -> enabled() == count);
  }

  private long enabled() {
    List<Status.Session> sessions = admin.status().sessions();
    return sessions.isEmpty()
        ? 0
        : sessions.getFirst().vrings().stream()
            .filter(ring -> ring.enabled() && ring.format().equals(format))
            .count();
  }

  /**
   * Returns when every ring has carried more frames than in {@code before}.
   *
   * @throws LabException with the indices of the others if they have not within {@code patience}
   */
  void awaitTraffic(Map<Integer, Long> before, Duration patience) {
    Waiting.upTo(patience, () -> silent(before).isEmpty());
    if (!silent(before).isEmpty()) {
      throw new LabException(
          "rings %s of %d carried no frame within %s s"
              .formatted(silent(before), count, Waiting.seconds(patience)));
    }
  }

  private List<Integer> silent(Map<Integer, Long> before) {
    Map<Integer, Long> now = frames();
    return IntStream.range(0, count)
        .filter(ring -> now.getOrDefault(ring, 0L) <= before.getOrDefault(ring, 0L))
        .boxed()
        .toList();
  }

  /** Returns whether the guest accepted a feature. */
  boolean accepted(String feature) {
    return admin.status().sessions().stream().anyMatch(session -> session.accepted(feature));
  }
}
