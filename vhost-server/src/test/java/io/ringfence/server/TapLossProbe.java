package io.ringfence.server;

import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.worker.Worker;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.guest.GuestNic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Runs in a network namespace of its own, started by {@link TapLossTest}: deletes a TAP under a
 * guest's traffic and makes it again, over and over. Each line is asserted there.
 */
final class TapLossProbe {
  private static final int FLOWS = 64;
  private static final int PORT = 9;
  private static final long IDLE_NANOS = 500_000_000;

  private final int pairs; // of the guest; the daemon has one more if there are several
  private final RunningDaemon daemon;
  private final TapGuest guest;

  private TapLossProbe(int pairs, RunningDaemon daemon, GuestNic nic) {
    this.pairs = pairs;
    this.daemon = daemon;
    guest = new TapGuest(nic, pairs);
  }

  public static void main(String[] arguments) throws Exception {
    TapGuest.setLoopbackUp();
    int pairs = Integer.parseInt(System.getProperty("pairs"));
    WorkerMode mode = WorkerMode.valueOf(System.getProperty("mode"));
    TapGuest.create(pairs > 1);
    int offered = pairs > 1 ? pairs + 1 : 1;
    try (LogLines log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.with("tap:" + TapGuest.TAP, "auto", mode, offered);
        GuestNic nic = GuestNic.options().pairs(pairs).connect(daemon.socket())) {
      for (int pair = 1; pair < pairs; pair++) {
        nic.guest().enablePair(pair, true);
      }
      try {
        new TapLossProbe(pairs, daemon, nic)
            .run(mode, Integer.parseInt(System.getProperty("cycles")));
      } catch (TimedOut e) {
        System.out.println(String.join("\n", log.all()));
        throw e;
      }
      System.out.println("lost " + count(log, "WARN uplink lost uplink=tap:loss0: "));
      System.out.println(
          "back " + count(log, "INFO uplink back uplink=tap:loss0 queues=" + offered));
      System.out.println(
          "other " + log.warnings().stream().filter(l -> !l.contains("lost")).toList());
    }
    System.exit(0);
  }

  private static long count(LogLines log, String start) {
    return log.all().stream().filter(line -> line.startsWith(start)).count();
  }

  private void run(WorkerMode mode, int cycles) throws Exception {
    guest.awaitAnswer();
    cycle(); // makes what stays
    long descriptors = descriptors();
    long threads = threads();
    for (int i = 1; i < cycles; i++) {
      cycle();
    }
    awaitLevel("descriptors", TapLossProbe::descriptors, descriptors);
    awaitLevel("threads", TapLossProbe::threads, threads);
    System.out.println("level");
    if (mode == WorkerMode.EVENTFD) {
      TapGuest.delete();
      System.out.println("idle " + (cpuNanosWhileIdle() < IDLE_NANOS / 10));
      TapGuest.create(pairs > 1);
      guest.awaitAnswer();
    }
    spread();
  }

  /** Frames are lost and counted, the ring goes on, and with the interface they pass again. */
  private void cycle() {
    VringCounters counters = daemon.counters(1);
    TapGuest.delete();
    long dropped = counters.get(RingCounter.DROPPED);
    Await.until(
        "frames that are dropped",
        5_000,
        () -> {
          guest.ask();
          return counters.get(RingCounter.DROPPED) > dropped + 100;
        },
        () -> counters.all().toString());
    TapGuest.create(pairs > 1);
    guest.awaitAnswer();
  }

  private long cpuNanosWhileIdle() {
    Await.until("a loss", 5_000, () -> daemon.daemon().uplinkLoss().isPresent(), () -> "none");
    long begin = System.nanoTime();
    long before = cpuNanos();
    Await.until("time", 5_000, () -> System.nanoTime() - begin > IDLE_NANOS, () -> "");
    return cpuNanos() - before;
  }

  private long cpuNanos() {
    var threads = ManagementFactory.getThreadMXBean();
    return daemon.daemon().workers().all().stream()
        .mapToLong(Worker::threadId)
        .map(threads::getThreadCpuTime)
        .sum();
  }

  /** Datagrams of many flows reach the guest by all of its queues, and none by any other. */
  private void spread() throws Exception {
    var to = InetAddress.getByName("10.1.2.2");
    for (int i = 0; i < FLOWS; i++) {
      try (var socket = new DatagramSocket()) {
        socket.send(new DatagramPacket(new byte[8], 8, to, PORT));
      }
    }
    int[] taken = new int[pairs];
    Await.until(
        "all datagrams",
        5_000,
        () -> {
          int sum = 0;
          for (int pair = 0; pair < pairs; pair++) {
            sum += taken[pair] += guest.takeDatagrams(pair, PORT);
          }
          return sum >= FLOWS;
        },
        () -> Arrays.toString(taken));
    System.out.println("queues " + Arrays.stream(taken).filter(n -> n > 0).count());
  }

  private static void awaitLevel(String what, LongSupplier now, long before) {
    Await.until(
        before + " " + what,
        10_000,
        () -> now.getAsLong() <= before,
        () -> String.valueOf(now.getAsLong()));
  }

  private static long threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long descriptors() {
    try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
