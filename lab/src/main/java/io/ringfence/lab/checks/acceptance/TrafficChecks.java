package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.LabException;
import io.ringfence.lab.checks.acceptance.Check.Result;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.kit.traffic.EchoLine;
import io.ringfence.lab.kit.traffic.FileTransfer;
import io.ringfence.lab.kit.traffic.NetperfResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Checks that bytes arrive: bulk, hashed, and one by one while the policy is swapped. */
final class TrafficChecks {
  private static final long GIBIBYTE = 1L << 30;
  private static final Duration GIBIBYTE_PATIENCE = Duration.ofMinutes(4);
  private static final int FILE_MEBIBYTES = 32;
  private static final int SWAPS = 50;
  private static final long SWAP_INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long GAP_LIMIT_MICROS = 100_000;
  private static final Duration QUIET_TIME = Duration.ofNanos(SWAPS * SWAP_INTERVAL_NANOS);
  private static final List<String> SAFE =
      List.of("auto", "smp", "dma", "mandatory", "smp-rel", "seqcst");

  private TrafficChecks() {}

  static List<Check> all() {
    return List.of(
        new Check("ping", TrafficChecks::ping),
        new Check("stream-out", testbed -> bulk(testbed, "TCP_STREAM")),
        new Check("stream-in", testbed -> bulk(testbed, "TCP_MAERTS")),
        new Check("file-out", TrafficChecks::fileOut),
        new Check("file-in", TrafficChecks::fileIn),
        new Check(HeapCheck.NAME, HeapCheck::run),
        new Check("swaps", TrafficChecks::swaps));
  }

  private static Result ping(Testbed testbed) {
    String text =
        testbed.guest().mustRun("ping -c 20 -A " + HostTap.HOST_ADDRESS, Duration.ofSeconds(40));
    return Result.of(text.contains(" 0% packet loss"), "%s", text.lines().toList().getLast());
  }

  private static Result bulk(Testbed testbed, String test) {
    NetperfResult result = testbed.netperf().transfer(test, GIBIBYTE, GIBIBYTE_PATIENCE);
    double arrived =
        test.equals("TCP_STREAM")
            ? result.number("REMOTE_BYTES_RECVD")
            : result.number("LOCAL_BYTES_RECVD");
    return Result.of(
        arrived >= GIBIBYTE,
        "%.0f of %d bytes in %.1f s",
        arrived,
        GIBIBYTE,
        result.number("ELAPSED_TIME"));
  }

  private static Result fileOut(Testbed testbed) {
    return hashes(FileTransfer.fromGuest(testbed.guest(), FILE_MEBIBYTES));
  }

  private static Result fileIn(Testbed testbed) {
    return hashes(FileTransfer.toGuest(testbed.guest(), FILE_MEBIBYTES, System.nanoTime()));
  }

  private static Result hashes(FileTransfer.Hashes hashes) {
    return Result.of(
        hashes.equal(),
        "%d MiB, SHA-256 %.12s sent, %.12s received",
        FILE_MEBIBYTES,
        hashes.sent(),
        hashes.received());
  }

  private static Result swaps(Testbed testbed) {
    List<String> known = testbed.admin().barriers().policies();
    List<String> policies = SAFE.stream().filter(known::contains).toList();
    try (EchoLine line = EchoLine.open(testbed.guest())) {
      EchoLine.Timing before = line.exchangeFor(QUIET_TIME);
      EchoLine.Timing swapped = exchangeWhileSwapping(testbed, line, policies);
      EchoLine.Timing after = line.exchangeFor(QUIET_TIME);
      long quietMicros = Math.max(before.longestMicros(), after.longestMicros());
      // A gap counts if it is long and no quiet stretch of the same connection has one as long.
      return Result.of(
          swapped.longestMicros() <= Math.max(GAP_LIMIT_MICROS, quietMicros),
          "%d swaps in %.1f s, longest of %d transactions %.1f ms; without swaps %.1f ms of %d",
          SWAPS,
          swapped.seconds(),
          swapped.transactions(),
          swapped.longestMicros() / 1e3,
          quietMicros / 1e3,
          before.transactions() + after.transactions());
    } finally {
      testbed.admin().setBarriers(policies.getFirst());
    }
  }

  private static EchoLine.Timing exchangeWhileSwapping(
      Testbed testbed, EchoLine line, List<String> policies) {
    CompletableFuture<Void> swapper =
        CompletableFuture.runAsync(
            () -> swap(testbed, policies), task -> Thread.ofPlatform().daemon().start(task));
    try {
      EchoLine.Timing timing = line.exchangeWhile(() -> !swapper.isDone());
      swapper.join();
      return timing;
    } catch (CompletionException e) {
      throw new LabException("a swap: " + e.getCause().getMessage(), e);
    }
  }

  private static void swap(Testbed testbed, List<String> policies) {
    long start = System.nanoTime();
    for (int i = 1; i <= SWAPS; i++) {
      LockSupport.parkNanos(start + i * SWAP_INTERVAL_NANOS - System.nanoTime());
      testbed.admin().setBarriers(policies.get(i % policies.size()));
    }
  }
}
