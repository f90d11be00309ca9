package io.ringfence.server;

import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.net.Features;
import java.nio.file.Path;

/**
 * What a hand-over is recorded of: a daemon with two front-ends whose frames have passed, one with
 * split rings that is being migrated, one with packed rings.
 */
final class HandOverScene implements AutoCloseable {
  private static final int FRAMES = 100;
  private static final long LOGGED_BYTES = 64L << 20;

  private final RunningDaemon daemon;
  private final DirtyLogFile log = new DirtyLogFile(LOGGED_BYTES, 0);
  private final GuestNic split;
  private final GuestNic packed;

  HandOverScene(Path directory) {
    daemon = RunningDaemon.in(directory, "loopback");
    split = GuestNic.options().with(Features.LOG_ALL).connect(daemon.socket());
    packed = GuestNic.options().with(Features.RING_PACKED).connect(daemon.socket());
    split.guest().startLogging(log);
    passFrames(1);
  }

  RunningDaemon daemon() {
    return daemon;
  }

  /** Sends frames through both guests' rings and has them back, each byte checked. */
  void passFrames(int seed) {
    new LoopbackTraffic(split, seed).run(FRAMES);
    new LoopbackTraffic(packed, seed).run(FRAMES);
  }

  @Override
  public void close() {
    split.close();
    packed.close();
    daemon.close();
    log.close();
  }
}
