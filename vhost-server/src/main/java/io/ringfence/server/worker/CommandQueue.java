package io.ringfence.server.worker;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Commands to a worker. Any thread adds them and waits for their end. The worker runs them between
 * two bursts.
 */
final class CommandQueue {
  private static final long ANSWER_SECONDS = 30; // a command waits for one burst of each pair

  private final String worker;
  private final Runnable wakeUp;
  private final Queue<FutureTask<?>> commands = new ConcurrentLinkedQueue<>(); // one per caller

  /**
   * @param worker the worker's name, for errors
   * @param wakeUp ends the worker's sleep
   */
  CommandQueue(String worker, Runnable wakeUp) {
    this.worker = worker;
    this.wakeUp = wakeUp;
  }

  /** Adds a command and wakes the worker. */
  <T> Future<T> submit(Callable<T> command) {
    var task = new FutureTask<>(command);
    commands.add(task);
    wakeUp.run();
    return task;
  }

  /**
   * Runs a command on the worker's thread and waits for its end.
   *
   * @throws IllegalStateException if the worker does not answer
   * @throws InternalError if guest memory went away; the command may have been carried out in part
   */
  <T> T call(Callable<T> command) {
    try {
      return submit(command).get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InternalError lostMemory) {
        throw lostMemory;
      }
      throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s did not take a command within %d s".formatted(worker, ANSWER_SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + worker, e);
    }
  }

  /** Runs all commands that wait. */
  void run() {
    FutureTask<?> command;
    while ((command = commands.poll()) != null) {
      command.run();
    }
  }
}
