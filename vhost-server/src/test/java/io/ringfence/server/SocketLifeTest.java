package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The daemon's socket from its first moment to its last. */
class SocketLifeTest {
  private static final int DAEMONS = 100;

  /** Looks at the mode of whatever file is at the path, all the time. */
  private static final class Watcher implements AutoCloseable {
    private final AtomicReference<Path> path = new AtomicReference<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong sightings = new AtomicLong();
    private final Set<String> modes = new ConcurrentSkipListSet<>();
    private final Thread thread = new Thread(this::watch, "watcher");

    Watcher() {
      thread.start();
    }

    private void watch() {
      while (!done.get()) {
        Path watched = path.get();
        if (watched != null) {
          look(watched);
        }
      }
    }

    private void look(Path watched) {
      try {
        modes.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(watched)));
        sightings.incrementAndGet();
      } catch (IOException notThere) {
        Thread.onSpinWait();
      }
    }

    @Override
    public void close() {
      done.set(true);
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Test
  void atNoMomentCanAnybodyElseConnect() throws Exception {
    Path folder = Files.createTempDirectory("rf");
    try (var watcher = new Watcher()) {
      watcher.path.set(folder.resolve("s"));
      for (int i = 0; i < DAEMONS; i++) {
        long before = watcher.sightings.get();
        try (var daemon = RunningDaemon.in(folder, "discard")) {
          Await.until(
              "the watcher to look",
              5_000,
              () -> watcher.sightings.get() > before,
              () -> daemon.socket() + " not seen");
        }
        assertThat(folder).as("what is left of a daemon").isEmptyDirectory();
      }
      assertThat(watcher.modes).containsExactly("rw-------");
    } finally {
      Files.delete(folder);
    }
  }

  @Test
  void daemonsThatEndedLeaveNoSocketOpen() {
    run(2); // what the first ones load stays
    long before = OpenFds.sockets();
    run(10);
    assertThat(OpenFds.sockets()).isLessThanOrEqualTo(before);
  }

  private static void run(int daemons) {
    for (int i = 0; i < daemons; i++) {
      try (var daemon = RunningDaemon.with("discard")) {
        for (int visit = 0; visit < i % 3; visit++) {
          try (SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket())) {
            assertThat(frontEnd.getFeatures()).isNotZero();
          }
        }
      }
    }
  }
}
