package io.ringfence.server.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringfence.server.os.Epoll;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two threads that pass millions of frames, of which every byte is compared. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CrossingTrafficTest {
  private static final int FRAMES = 3_000_000;
  private static final int BATCH = 32;

  /** Mostly small frames, some of 1.5 KiB, few of 64 KiB. */
  private static int bytes(int frame) {
    int random = frame * 0x85ebca6b >>> 8;
    int kind = random % 256;
    return kind == 0 ? 65565 - random % 97 : kind < 32 ? 1514 - random % 61 : 60 + random % 67;
  }

  /**
   * The receiver sleeps without a time limit whenever it finds nothing: a lost wake-up ends the
   * test by its timeout. The sender waits for space, so that no frame is dropped.
   */
  @Test
  void aReceiverThatSleepsGetsEveryFrame() {
    try (var crossings = new Crossings(2, new CrossingBudget(524_800));
        Epoll epoll = new Epoll(1)) {
      Inbox inbox = crossings.inbox(1);
      epoll.add(inbox.event(), Epoll.IN, 1);
      var sending = CompletableFuture.supplyAsync(() -> sendAll(crossings.outbox(0)));
      long sleeps = receiveAll(inbox, epoll);
      assertThat(sending.join()).as("signals").isLessThanOrEqualTo(sleeps);
      assertThat(inbox.isEmpty()).isTrue();
    }
  }

  private static long sendAll(Outbox outbox) {
    FrameWriter writer = outbox.to(1);
    long signals = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      while (!QueueEnds.add(writer, frame, bytes(frame))) {
        signals += outbox.publish();
        Thread.onSpinWait();
      }
      if (frame % BATCH == 0) {
        signals += outbox.publish();
      }
    }
    return signals + outbox.publish();
  }

  private static long receiveAll(Inbox inbox, Epoll epoll) {
    long announced = 0;
    int next = 0;
    while (next < FRAMES) {
      announced++;
      epoll.await(inbox.prepareToSleep() ? -1 : 0);
      inbox.awake();
      inbox.drainEvent();
      next = receiveSome(inbox.from(0), next);
    }
    return announced;
  }

  private static int receiveSome(FrameReader reader, int first) {
    int next = first;
    while (reader != null && reader.peek()) {
      QueueEnds.expectCurrent(reader, next, bytes(next));
      reader.advance();
      next++;
      if (next % BATCH == 0) {
        reader.release();
      }
    }
    if (reader != null) {
      reader.release();
    }
    return next;
  }

  /** The interpreter allocates where compiled code does not, so a few rounds may be needed. */
  @Test
  void nothingIsAllocatedPerFrame() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (var crossings = new Crossings(2, CrossingBudget.forWorkers(2))) {
      int frames = 100_000;
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 20 && least >= frames / 100; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        passAlone(crossings, frames);
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes allocated over %d frames", frames).isLessThan(frames / 100);
    }
  }

  private static void passAlone(Crossings crossings, int frames) {
    for (int frame = 0; frame < frames; frame += BATCH) {
      for (int i = 0; i < BATCH; i++) {
        QueueEnds.add(crossings.outbox(0).to(1), frame + i, bytes(frame + i));
      }
      crossings.inbox(1).prepareToSleep();
      crossings.outbox(0).publish();
      crossings.inbox(1).awake();
      receiveSome(crossings.inbox(1).from(0), frame);
    }
  }
}
