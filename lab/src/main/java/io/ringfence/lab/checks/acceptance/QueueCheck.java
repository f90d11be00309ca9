package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.LabException;
import io.ringfence.lab.checks.acceptance.Check.Result;
import io.ringfence.lab.kit.daemon.Stats;
import io.ringfence.lab.kit.daemon.Status;
import io.ringfence.lab.kit.guest.Channels;
import io.ringfence.lab.kit.process.Waiting;
import io.ringfence.lab.kit.testbed.Testbed;
import io.ringfence.lab.kit.traffic.EchoLine;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** Checks that a guest may use more and fewer of its queue pairs while a connection stays open. */
public final class QueueCheck {
  /** The check's name. It needs a device with several pairs. */
  public static final String NAME = "queues";

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int ROUNDS = 3;
  private static final int CONNECTION_SECONDS = 2;

  private QueueCheck() {}

  static Result run(Testbed testbed) {
    try (EchoLine line = EchoLine.open(testbed.guest())) {
      CompletableFuture<Integer> changes =
          CompletableFuture.supplyAsync(
              () -> changeAll(testbed), task -> Thread.ofPlatform().daemon().start(task));
      EchoLine.Timing timing = line.exchangeWhile(() -> !changes.isDone());
      int made = changes.join();
      change(testbed, testbed.queues());
      // one connection per transaction, so that their hashes spread over the pairs
      testbed.netperf().requestResponse("TCP_CRR", CONNECTION_SECONDS);
      long used = pairsUsed(testbed.admin().stats());
      return Result.of(
          timing.transactions() > made && used == testbed.queues(),
          "%d changes between 1 and %d pairs in %.1f s, %d transactions on one connection"
              + " meanwhile, the longest %.1f ms; then %d pairs carried frames of others",
          made,
          testbed.queues(),
          timing.seconds(),
          timing.transactions(),
          timing.longestMicros() / 1e3,
          used);
    } catch (CompletionException e) {
      throw new LabException("a change of queues: " + e.getCause().getMessage(), e);
    }
  }

  /** Changes from one pair to all, and back. */
  private static int changeAll(Testbed testbed) {
    int most = testbed.queues();
    int[] up = IntStream.rangeClosed(1, most).toArray();
    int changes = 0;
    for (int i = 0; i < ROUNDS; i++) {
      for (int pairs : up) {
        change(testbed, pairs);
        changes++;
      }
      for (int pairs = most - 1; pairs > 1; pairs--) {
        change(testbed, pairs);
        changes++;
      }
    }
    return changes;
  }

  private static void change(Testbed testbed, int pairs) {
    Channels.set(testbed.guest(), pairs, PATIENCE);
    Waiting.until(
        "%d pairs enabled".formatted(pairs),
        PATIENCE,
        () -> enabled(testbed.admin().status()) == 2 * pairs);
  }

  private static long enabled(Status status) {
    return status.sessions().getFirst().vrings().stream().filter(Status.Vring::enabled).count();
  }

  private static long pairsUsed(Stats stats) {
    return stats.vrings().stream()
        .filter(ring -> ring.counts().frames() > 0)
        .map(ring -> ring.index() / 2)
        .distinct()
        .count();
  }
}
