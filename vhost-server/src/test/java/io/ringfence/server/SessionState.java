package io.ringfence.server;

import io.ringfence.server.device.RingPlace;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Kernel;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import io.ringfence.server.session.FrontEnds;
import io.ringfence.server.worker.Worker;
import io.ringfence.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a request may change of a daemon, line by line: what a hot restart would write
 * down of each session, the very descriptors, and what the process holds for it. It is taken while
 * sessions stand between two messages.
 */
final class SessionState {
  private static final long PAUSE_MILLIS = 5_000;

  private SessionState() {}

  /** Taken when so many sessions are left; one that ends closes its descriptors before. */
  static List<String> of(RunningDaemon daemon, int sessions) {
    FrontEnds frontEnds = daemon.daemon().frontEnds();
    Await.until(
        sessions + " sessions",
        10_000,
        () -> frontEnds.all().size() == sessions,
        () -> frontEnds.all().size() + " sessions");
    try {
      frontEnds.pause(PAUSE_MILLIS);
      try {
        return lines(daemon, frontEnds);
      } finally {
        frontEnds.resume();
      }
    } catch (RefusedException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> lines(RunningDaemon daemon, FrontEnds frontEnds) {
    var fds = new FdTable();
    var lines = new ArrayList<String>();
    frontEnds
        .records(fds)
        .forEach(session -> {
          lines.add(session.toString());
          session.device().regions().forEach(region -> lines.add(region.toString()));
          session.device().rings().forEach(ring -> lines.add(ring.toString()));
        });
    fds.all().forEach(fd -> lines.add(descriptor(fd)));
    frontEnds.places().stream().flatMap(List::stream).map(SessionState::place).forEach(lines::add);
    daemon.daemon().workers().all().stream()
        .map(Worker::load)
        .forEach(n -> lines.add(n + " pairs"));
    for (String kind : List.of("memfd:", "pipe:", "anon_inode:")) {
      lines.add(Kernel.openFds(kind) + " " + kind);
    }
    lines.add(mappings() + " mappings");
    return lines;
  }

  /** A descriptor that is replaced by another of the same kind is another object. */
  private static String descriptor(Fd fd) {
    return fd + " " + System.identityHashCode(fd);
  }

  /** A ring that runs moves on by itself. */
  private static String place(RingPlace place) {
    return "ring %d started=%s broken=%s base=%s"
        .formatted(
            place.index(),
            place.started(),
            place.broken(),
            place.started() ? "" : Integer.toHexString(place.base()));
  }

  private static long mappings() {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains("memfd:")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
