package io.ringfence.server.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.race.Rendezvous;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Without the fence at W1 or at W2 wake-ups are lost on this processor, with both they are not. It
 * takes two processors.
 *
 * <p>A sender publishes while the receiver goes to sleep, over and over. A wake-up is lost if the
 * sender decides not to signal, and the receiver decides to sleep. There are many queues, so that
 * the two threads wait for each other seldom: each goes through all queues by itself, and somewhere
 * they run side by side.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LostWakeUpsTest {
  private static final int QUEUES = 256;
  private static final long MOST_TRIALS = 50_000_000;
  private static final long UNSAFE_MILLIS = 60_000;
  private static final long SAFE_TRIALS = 2_000_000;
  private static final long SAFE_MILLIS = 5_000;

  private static final CrossingBarriers WITHOUT_W1 =
      new CrossingBarriers() {
        @Override
        void fenceAtW1() {}
      };

  private static final CrossingBarriers WITHOUT_W2 =
      new CrossingBarriers() {
        @Override
        void fenceAtW2() {}
      };

  @Test
  void withoutTheSendersFenceWakeUpsAreLost() {
    Result seen = race(WITHOUT_W1, MOST_TRIALS, UNSAFE_MILLIS);
    assertThat(seen.lost()).as("lost in %d trials", seen.trials()).isPositive();
  }

  @Test
  void withoutTheReceiversFenceWakeUpsAreLost() {
    Result seen = race(WITHOUT_W2, MOST_TRIALS, UNSAFE_MILLIS);
    assertThat(seen.lost()).as("lost in %d trials", seen.trials()).isPositive();
  }

  @Test
  void withBothFencesNoneIsLost() {
    Result seen = race(CrossingBarriers.ALL, SAFE_TRIALS, SAFE_MILLIS);
    assertThat(seen.lost()).as("lost in %d trials", seen.trials()).isZero();
    assertThat(seen.trials()).isPositive();
  }

  private record Result(long trials, long lost) {}

  /** Ends with the round of the first lost wake-up, after so many trials, or after that time. */
  private static Result race(CrossingBarriers barriers, long trials, long millis) {
    try (var race = new Race(barriers)) {
      return race.run(trials, millis);
    }
  }

  /** The sender's side leads; the receiver's is a thread of its own. */
  private static final class Race implements AutoCloseable {
    private final Crossings[] crossings = new Crossings[QUEUES];
    private final Rendezvous meeting = new Rendezvous();
    private final boolean[] signals = new boolean[QUEUES];
    private final boolean[] sleeps = new boolean[QUEUES];

    Race(CrossingBarriers barriers) {
      for (int i = 0; i < QUEUES; i++) {
        crossings[i] = new Crossings(2, new CrossingBudget(524_800), barriers);
      }
    }

    Result run(long most, long millis) {
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      var ended = CompletableFuture.runAsync(this::receive, Race::start);
      long lost = 0;
      long trials = 0;
      try {
        while (lost == 0 && trials < most && System.nanoTime() - deadline < 0) {
          send();
          trials += QUEUES;
          lost = countLost();
        }
      } finally {
        meeting.end();
      }
      ended.join();
      return new Result(trials, lost);
    }

    private static void start(Runnable run) {
      Thread.ofPlatform().daemon().name("receiver").start(run);
    }

    private void send() {
      for (Crossings each : crossings) {
        each.outbox(0).to(1).reserve(60, 1, 0);
      }
      meeting.lead();
      meeting.staggerLeader();
      for (int i = 0; i < QUEUES; i++) {
        signals[i] = crossings[i].outbox(0).to(1).publish();
      }
      meeting.awaitReply();
      meeting.lead();
      meeting.awaitReply(); // the queues are empty again
    }

    private long countLost() {
      long lost = 0;
      for (int i = 0; i < QUEUES; i++) {
        lost += sleeps[i] && !signals[i] ? 1 : 0;
      }
      return lost;
    }

    private void receive() {
      try {
        while (meeting.awaitLead()) {
          meeting.staggerOther();
          for (int i = 0; i < QUEUES; i++) {
            sleeps[i] = crossings[i].inbox(1).prepareToSleep();
          }
          meeting.reply();
          meeting.awaitLead();
          for (Crossings each : crossings) {
            each.inbox(1).awake();
            takeAll(each.inbox(1).from(0));
          }
          meeting.reply();
        }
      } catch (RuntimeException | Error e) {
        meeting.fail(e);
        throw e;
      }
    }

    private static void takeAll(FrameReader reader) {
      while (reader.peek()) {
        reader.advance();
      }
      reader.release();
    }

    @Override
    public void close() {
      for (Crossings each : crossings) {
        each.close();
      }
    }
  }
}
