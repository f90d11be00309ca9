package io.ringfence.testkit;

import java.util.concurrent.CompletableFuture;

/** A thread for each blocking task: the common pool may have a single thread. */
public final class Background {
  private Background() {}

  /** Runs a task on a daemon thread of its own. */
  public static CompletableFuture<Void> run(Runnable task) {
    return CompletableFuture.runAsync(task, body -> Thread.ofPlatform().daemon().start(body));
  }
}
