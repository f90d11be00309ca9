package io.ringfence.server.takeover;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a task at a deadline, unless it is closed before. */
final class Alarm implements AutoCloseable {
  private final CountDownLatch closed = new CountDownLatch(1);

  Alarm(int seconds, Runnable action) {
    Thread.ofPlatform().daemon().name("hand-over-alarm").start(() -> await(seconds, action));
  }

  private void await(int seconds, Runnable action) {
    try {
      if (!closed.await(seconds, TimeUnit.SECONDS)) {
        action.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
