package io.ringfence.lab.kit.process;

import io.ringfence.lab.LabException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Everything that a run started, ended in reverse order, once: on return, on failure, and from a
 * shutdown hook on Ctrl-C or SIGTERM.
 */
public final class CleanUp implements AutoCloseable {
  /** Ends one thing; an exception is reported and does not keep the others from ending. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  private record Entry(String what, Step step) {}

  private static volatile boolean shuttingDown;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private boolean closed;

  /** A clean-up that the JVM's shutdown also runs. */
  public static CleanUp withShutdownHook() {
    CleanUp cleanUp = new CleanUp();
    Thread hook =
        new Thread(
            () -> {
              shuttingDown = true;
              cleanUp.close();
            },
            "clean-up");
    Runtime.getRuntime().addShutdownHook(hook);
    return cleanUp;
  }

  /** True from a signal on: what fails then fails because everything is being ended. */
  public static boolean shuttingDown() {
    return shuttingDown;
  }

  /**
   * Registers how to end {@code resource}, and gives it back. When the clean-up has already run (a
   * signal came while the resource was starting) it is ended at once.
   *
   * @throws LabException when the clean-up has already run
   */
  public <T extends AutoCloseable> T add(String what, T resource) {
    addStep(what, resource::close);
    return resource;
  }

  /** As {@link #add}, for what is no resource. */
  public void addStep(String what, Step step) {
    synchronized (this) {
      if (!closed) {
        entries.push(new Entry(what, step));
        return;
      }
    }
    end(new Entry(what, step));
    throw new LabException("interrupted");
  }

  /** Ends everything; a second caller waits until the first is done. */
  @Override
  public synchronized void close() {
    closed = true;
    while (!entries.isEmpty()) {
      end(entries.pop());
    }
  }

  private static void end(Entry entry) {
    try {
      entry.step().run();
    } catch (Exception e) {
      System.err.println("clean-up of " + entry.what() + ": " + e);
    }
  }
}
