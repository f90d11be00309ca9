package io.ringfence.lab.kit.traffic;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.process.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;

/** A ping that runs in the guest, five per second, and the times of the replies. */
public final class PingWatch {
  private static final int PER_SECOND = 5;
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private final List<Long> replies = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> end;

  private PingWatch(Guest guest, Duration time) {
    String command = "ping -i 0.2 -w %d %s".formatted(time.toSeconds(), HostTap.HOST_ADDRESS);
    end =
        CompletableFuture.runAsync(
            () -> guest.run(command, time.plus(MARGIN), this::note),
            task -> Thread.ofPlatform().daemon().start(task));
  }

  /** Starts the ping for {@code time}. The guest's agent is busy until {@link #finish}. */
  public static PingWatch start(Guest guest, Duration time) {
    return new PingWatch(guest, time);
  }

  /** Returns when {@code count} more replies have come. */
  public void awaitReplies(int count, Duration patience) {
    int wanted = replies.size() + count;
    Waiting.until(
        count + " replies to a ping in the guest",
        patience,
        () -> replies.size() >= wanted || end.isDone());
    if (replies.size() < wanted) {
      throw new LabException(
          "the ping in the guest ended after %d of %d replies".formatted(replies.size(), wanted));
    }
  }

  /** Returns the time from {@code nanos} to the next reply, by System.nanoTime, in milliseconds. */
  public long millisToNextReply(long nanos) {
    return replies.stream()
        .filter(reply -> reply - nanos > 0)
        .map(reply -> (reply - nanos) / 1_000_000)
        .findFirst()
        .orElseThrow(() -> new LabException("no further reply to the ping in the guest"));
  }

  /** Waits for the ping's end, after which the guest takes commands again. */
  public void finish() {
    try {
      end.join();
    } catch (CompletionException e) {
      throw new LabException("the ping in the guest: " + e.getCause().getMessage(), e);
    }
  }

  /** Returns the replies per second if none is lost. */
  public static int perSecond() {
    return PER_SECOND;
  }

  private void note(String line) {
    if (line.contains("bytes from")) {
      replies.add(System.nanoTime());
    }
  }
}
