package io.ringfence.server;

import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import java.util.List;

/**
 * Runs in a network namespace of its own, started by {@link TapLossTest}: what can happen while a
 * TAP is lost. Each line is asserted there.
 */
final class TapStatesProbe {
  private static final String SPEC = "tap:" + TapGuest.TAP;

  private TapStatesProbe() {}

  public static void main(String[] arguments) {
    TapGuest.setLoopbackUp();
    try (LogLines log = LogLines.of("io.ringfence.server")) {
      run(log);
      System.exit(0);
    } catch (RuntimeException | Error e) { // the daemon's threads are not to keep this one waiting
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void run(LogLines log) {
    RunningDaemon.with(SPEC).close();
    System.out.println(line(log, "TAP created"));
    TapGuest.create(false);
    var daemon = start();
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      var guest = new TapGuest(nic, 1);
      down(daemon, guest);
      wrongKind(daemon, log);
      rebootAndHotRestart(daemon, nic);
      TapGuest.create(false);
      guest.awaitAnswer();
      System.out.println("back after a reboot and a hot restart");
      TapGuest.delete();
      awaitLost(daemon);
    }
    anotherFrontEnd(daemon);
    withoutFrontEnd(daemon);
    closedWhileLost(daemon);
    System.out.println("created " + count(log, "TAP created"));
    System.out.println("still lost " + count(log, "uplink still lost"));
  }

  /** Whose watchdog makes up for no kick: it would hide what a test looks for. */
  private static RunningDaemon start() {
    var workers = new WorkerConfig(1, WorkerMode.EVENTFD, WatchdogMode.OFF);
    return RunningDaemon.with(SPEC, "auto", workers, 1);
  }

  private static String line(LogLines log, String text) {
    return log.all().stream().filter(line -> line.contains(text)).findFirst().orElse("none");
  }

  private static long count(LogLines log, String text) {
    return log.all().stream().filter(line -> line.contains(text)).count();
  }

  private static void awaitLost(RunningDaemon daemon) {
    Await.until("a loss", 5_000, () -> daemon.daemon().uplinkLoss().isPresent(), () -> "none");
  }

  private static void down(RunningDaemon daemon, TapGuest guest) {
    guest.awaitAnswer();
    TapGuest.ip("link set %s down\n".formatted(TapGuest.TAP));
    long dropped = daemon.counters(1).get(RingCounter.DROPPED);
    guest.ask();
    Await.until(
        "a drop", 5_000, () -> daemon.counters(1).get(RingCounter.DROPPED) > dropped, () -> "none");
    StatusView status = StatusView.of(daemon.daemon());
    System.out.println("down " + status.uplinkState() + " " + status.uplinkLoss());
    TapGuest.ip("link set %s up\n".formatted(TapGuest.TAP));
    guest.awaitAnswer();
  }

  private static void wrongKind(RunningDaemon daemon, LogLines log) {
    TapGuest.delete();
    awaitLost(daemon);
    StatusView status = StatusView.of(daemon.daemon());
    System.out.println(status.uplinkState() + " " + status.uplinkLoss());
    TapGuest.create(true);
    log.assertSaid("uplink still lost");
    System.out.println("now " + StatusView.of(daemon.daemon()).uplinkLoss());
    TapGuest.delete();
  }

  private static void rebootAndHotRestart(RunningDaemon daemon, GuestNic nic) {
    nic.guest().stop();
    nic.guest().start();
    daemon.restart();
    System.out.println("restarted " + StatusView.of(daemon.daemon()).uplinkState());
    nic.guest().stop();
    nic.guest().start();
  }

  private static void anotherFrontEnd(RunningDaemon daemon) {
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      var guest = new TapGuest(nic, 1);
      guest.ask();
      TapGuest.create(false);
      guest.awaitAnswer();
      System.out.println("back for another front-end");
    }
  }

  private static void withoutFrontEnd(RunningDaemon daemon) {
    TapGuest.delete();
    awaitLost(daemon);
    TapGuest.create(false);
    Await.until(
        "the interface to be taken",
        5_000,
        () -> daemon.daemon().uplinkLoss().isEmpty(),
        () -> daemon.daemon().uplinkLoss().toString());
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      new TapGuest(nic, 1).awaitAnswer();
    }
    System.out.println("back without a front-end");
  }

  private static void closedWhileLost(RunningDaemon daemon) {
    TapGuest.delete();
    awaitLost(daemon);
    daemon.close();
    List<String> waiting =
        Thread.getAllStackTraces().keySet().stream()
            .map(Thread::getName)
            .filter(name -> name.equals("tap-wait"))
            .toList();
    System.out.println("closed, waiting " + waiting);
  }
}
