package io.ringfence.lab.kit.process;

import io.ringfence.lab.LabException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Everything that a run started, ended in reverse order, once: on return, on failure, and from a
 * shutdown hook on Ctrl-C or SIGTERM.
 */
public final class CleanUp implements AutoCloseable {
  /** Ends one resource. An exception is reported and does not prevent the other steps. */
  @FunctionalInterface
  public interface Step {
    void run() throws Exception;
  }

  private record Entry(String what, Step step) {}

  private static volatile boolean shuttingDown;

  private final Deque<Entry> entries = new ArrayDeque<>();
  private boolean closed;

  /** Returns a clean-up that the JVM's shutdown also runs. */
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

  /** Returns true after a signal: later failures are a consequence of the shutdown. */
  public static boolean shuttingDown() {
    return shuttingDown;
  }

  /**
   * Registers the end of {@code resource}, and returns it. If the clean-up has already run (a
   * signal came while the resource was starting), ends it at once.
   *
   * @throws LabException if the clean-up has already run
   */
  public <T extends AutoCloseable> T add(String what, T resource) {
    addStep(what, resource::close);
    return resource;
  }

  /** Registers a step as {@link #add} does, for something that is not a resource. */
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

  /** Ends everything. A second caller waits until the first is done. */
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
