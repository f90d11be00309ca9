package io.ringfence.server.worker;

import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.PairSetup;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that serves queue pairs. Others send it commands, which run between two bursts, and wait
 * for their end; it calls nobody.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

  private final String name;
  private final WorkerMode mode;
  private final WatchdogMode watchdog;
  private final AttachedPairs pairs = new AttachedPairs();
  private final WorkerEvents events = new WorkerEvents(pairs);
  private final CommandQueue commands;
  private final DutyCycle cycle;
  private final IdleStrategy idle;
  private final Thread thread;
  private final ServedPolicy policy;
  private boolean stopping;
  private InternalError lost; // an error of guest memory to handle; null if there is none

  /**
   * Starts a worker.
   *
   * @param bug handles an error that is this program's own; the worker has ended then
   */
  public Worker(
      String name,
      WorkerConfig config,
      DataPathFactory factory,
      Thread.UncaughtExceptionHandler bug) {
    this.name = name;
    policy = new ServedPolicy(pairs, factory);
    mode = config.mode();
    // The watchdog looks at pairs that rest, and no pair rests while all of them are polled.
    watchdog = mode == WorkerMode.POLL ? WatchdogMode.OFF : config.watchdog();
    commands = new CommandQueue(name, events::wakeUp);
    cycle = new DutyCycle(commands, pairs, policy, new LossWatch(pairs, watchdog), mode);
    idle = mode == WorkerMode.POLL ? new BusyPollIdle(events, pairs) : new EventIdle(events);
    thread = new Thread(this::run, name);
    thread.setUncaughtExceptionHandler(bug);
    thread.start();
  }

  /** The thread's name. */
  public String name() {
    return name;
  }

  /** The thread's id for management interfaces: CPU time, stack. */
  public long threadId() {
    return thread.threadId();
  }

  /** Takes a queue pair on. */
  public PairControl attach(String pairName, PairSetup setup) {
    return commands.call(() -> {
      var pair = new QueuePair(pairName, setup, policy.factory());
      int id = pairs.add(newId -> new WatchedPair(newId, pair, events.epoll(), watchdog));
      return new PairControl(commands, pairs, id, mode);
    });
  }

  /** Changes to another barrier policy, between two bursts of each pair. */
  public void swap(DataPathFactory next) {
    commands.call(() -> {
      policy.change(next);
      return null;
    });
  }

  /** Lets policies take turns from now on; null ends that and returns to the one before. */
  public void alternate(Alternation next) {
    commands.call(() -> {
      policy.alternate(next);
      return null;
    });
  }

  /** What the queue pairs are built from at present. */
  public List<PairSetup> setups() {
    return commands.call(
        () -> Arrays.stream(pairs.all()).map(pair -> pair.pair().rings().setup()).toList());
  }

  /** The number of queue pairs. */
  public int load() {
    return commands.call(pairs::count);
  }

  private void run() {
    LOG.debug("worker started name={} mode={}", name, mode.label());
    while (!stopping) {
      try {
        serve();
      } catch (InternalError e) {
        lost = e; // handled within the try, since another one may follow
      }
    }
  }

  private void serve() {
    if (lost != null) {
      InternalError error = lost;
      lost = null;
      memoryLost(error);
    }
    int active = cycle.doWork();
    while (!stopping) {
      idle.idle(active, cycle.longestSleepMillis());
      active = cycle.doWork();
    }
  }

  /**
   * Breaks the rings of the pair that was touched last. Compiled code that reads truncated memory
   * goes on with what its registers held. The JVM throws the error at the next return or loop end,
   * which may lie outside of the code that catches it for a burst.
   */
  private void memoryLost(InternalError error) {
    WatchedPair last = pairs.lastTouched();
    if (last == null || !String.valueOf(error.getMessage()).contains("memory access")) {
      throw new IllegalStateException(error); // one of ours, or of the virtual machine
    }
    LOG.warn("memory lost outside of a burst worker={} pair={}", name, last.pair().name());
    last.pair().path().memoryLost(error);
    pairs.restoreTurn(last);
  }

  /** Ends the thread; its pairs must have been stopped. */
  @Override
  public void close() {
    commands.call(() -> {
      stopping = true;
      return null;
    });
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    events.close();
  }
}
