package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.wire.FrontEndListener;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Daemons that take over from one another while frames are on their way. */
class HotRestartTest {
  private static final int FRAMES = 10_000;
  private static final int RESTARTS = 10;
  private static final long LOGGED_BYTES = 64L << 20;

  @ParameterizedTest
  @CsvSource({"false, EVENTFD", "true, EVENTFD", "false, POLL", "true, POLL"})
  void noFrameIsLostOrComesTwice(boolean packed, WorkerMode mode) {
    var fds = new OpenFds();
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.with("loopback", "auto", mode, 1)) {
      try (GuestNic nic = daemon.guest(packed)) {
        var load = new LoopbackTraffic(nic, 1);
        var traffic = CompletableFuture.runAsync(() -> load.run(FRAMES));
        for (int restarts = 0; restarts < RESTARTS; restarts++) {
          daemon.restart();
        }
        traffic.join();
        assertThat(daemon.counters(1).get(RingCounter.FRAMES))
            .as("by all daemons")
            .isEqualTo(FRAMES);
      }
      assertThat(log.warnings()).isEmpty();
    }
    fds.assertLevel();
  }

  /** Each is answered by one of the daemons, in its turn. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void messagesThatComeMeanwhileAreAnswered(boolean packed) {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = daemon.guest(packed)) {
      var load = new LoopbackTraffic(nic, 2);
      var restarts =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < RESTARTS; i++) {
              daemon.restart();
            }
          });
      for (int status = 1; !restarts.isDone(); status = status % 255 + 1) {
        nic.frontEnd().setStatus(status);
        for (int ring = 0; ring < 2; ring++) {
          nic.frontEnd().setVringKick(ring, nic.vring(ring).kick());
          nic.frontEnd().setVringCall(ring, nic.vring(ring).call());
        }
        load.run(10);
        nic.guest().stop();
        nic.guest().start();
        assertThat(nic.frontEnd().getStatus()).isEqualTo(status);
      }
      restarts.join();
    }
  }

  @Test
  void theOldOneLetsGoAndTheNewOneIsAsItWas() {
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.with("loopback", "auto", WorkerMode.EVENTFD, 2);
        GuestNic first = daemon.guest(false);
        GuestNic second = GuestNic.options().pairs(2).connect(daemon.socket())) {
      daemon.daemon().swap(BarrierPolicy.parse("smp"));
      int base = second.frontEnd().getVringBase(2);
      daemon.restart();
      log.assertSaid("handed over to=" + ProcessHandle.current().pid() + " sessions=2");
      log.assertSaid("took over from=" + ProcessHandle.current().pid() + " sessions=2 stopped=");
      assertThat(daemon.daemon().workers().policy().spec()).isEqualTo("smp");
      assertThat(daemon.daemon().frontEnds().all().stream().map(one -> one.id()))
          .containsExactly(1, 2);
      assertThat(second.frontEnd().getVringBase(2)).isEqualTo(base);
      new LoopbackTraffic(first, 1).run(100);
      new LoopbackTraffic(second, 1).run(100);
      try (GuestNic third = daemon.guest(true)) { // the door is open again, too
        new LoopbackTraffic(third, 1).run(100);
        assertThat(daemon.daemon().frontEnds().all().stream().map(one -> one.id()))
            .containsExactly(1, 2, 3);
      }
      assertThat(log.warnings()).isEmpty();
    }
  }

  @Test
  void aMigrationGoesOn() {
    try (var daemon = RunningDaemon.with("loopback");
        GuestNic nic = GuestNic.options().with(Features.LOG_ALL).connect(daemon.socket());
        DirtyLogFile log = new DirtyLogFile(LOGGED_BYTES, 0)) {
      nic.guest().startLogging(log);
      try (var copy = new MovingCopy(nic, log)) {
        for (int i = 0; i < 3; i++) {
          new LoopbackTraffic(nic, i).run(300);
          daemon.restart();
        }
        new LoopbackTraffic(nic, 4).run(300);
        nic.guest().stop();
        copy.finish();
        copy.assertHoldsDeviceWrites();
      }
    }
  }

  /** It is not taken for one that runs, and starts again where the front-end says. */
  @Test
  void aRingThatBrokeStaysBroken() {
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.with("loopback");
        GuestNic nic = GuestNic.options().ringSize(64).connect(daemon.socket())) {
      new LoopbackTraffic(nic, 1).run(100);
      ((SplitDriver) nic.vring(1).queue()).ring().availIdx(365);
      nic.vring(1).kick().signal();
      log.assertSaid("ring broken");
      daemon.restart();
      assertThat(daemon.vring(1).condition()).isEqualTo("broken");
      assertThat(daemon.vring(0).condition()).isEqualTo("running");
      assertThat(nic.frontEnd().getVringBase(1)).isEqualTo(100);
      ((SplitDriver) nic.vring(1).queue()).ring().availIdx(100);
      nic.vring(1).base(100);
      nic.guest().startRing(nic.vring(1));
      new LoopbackTraffic(nic, 2).run(100);
    }
  }

  @Test
  void aConnectionThatTheDaemonMadeGoesOn(@TempDir Path directory) throws Exception {
    Path path = directory.resolve("s");
    var config = RunningDaemon.connecting(path, directory);
    try (FrontEndListener listener = new FrontEndListener(path.toString())) {
      Daemon daemon = new Daemon(config);
      try (GuestNic nic = GuestNic.options().start(listener.accept(10_000))) {
        var load = new LoopbackTraffic(nic, 1);
        for (int i = 0; i < 3; i++) {
          load.run(100);
          daemon = RunningDaemon.successor(daemon);
        }
        load.run(100);
      }
      listener.accept(10_000).close(); // the last one connects again
      daemon.close();
    }
  }

  @Test
  void aKickThatComesWhileNobodyServesIsNotLost() {
    try (var daemon = RunningDaemon.with("discard");
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      for (int i = 0; i < 20; i++) {
        var restart = CompletableFuture.runAsync(daemon::restart);
        while (!restart.isDone()) {
          nic.send(new byte[60]);
          nic.vring(1).awaitUsed(5_000);
          nic.transmitter(0).reap();
        }
        restart.join();
      }
    }
  }
}
