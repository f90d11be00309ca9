package io.ringfence.server.worker;

import io.ringfence.server.os.CheckInterval;
import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.ThreadUsage;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.PairSetup;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that serves queue pairs. Others send it commands, which run between two bursts, and wait
 * for their end; it calls nobody.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final int MOST_EVENTS = 256;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long COMMAND_SECONDS = 30; // a command waits for one burst of each pair

  private final String name;
  private final WorkerMode mode;
  private final WatchdogMode watchdog;
  private final Epoll epoll = new Epoll(MOST_EVENTS);
  private final EventFd wakeup = EventFd.create();
  private final Queue<FutureTask<?>> commands = new ConcurrentLinkedQueue<>(); // one a caller
  private final ArrayDeque<WatchedPair> active = new ArrayDeque<>();
  private int[] ids = {}; // ascending
  private WatchedPair[] pairs = {}; // by those; arrays, since to look into a map makes objects
  private final Thread thread;
  private DataPathFactory factory;
  private int nextId;
  private boolean stopping;
  private WatchedPair serving; // the last pair that was worked on
  private InternalError lost; // what is to be told of its memory; null where nothing is
  private Alternation alternation; // null while one policy serves
  private final Alternation.Rings rings = new OwnRings();
  private final CheckInterval pace = new CheckInterval(); // of the watchdogs
  private long lastLook = System.nanoTime();

  /**
   * Starts a worker.
   *
   * @param bug told of an error that is this program's own; the worker has ended then
   */
  public Worker(
      String name,
      WorkerConfig config,
      DataPathFactory factory,
      Thread.UncaughtExceptionHandler bug) {
    this.name = name;
    mode = config.mode();
    watchdog = config.watchdog();
    this.factory = factory;
    epoll.add(wakeup.fd(), Epoll.IN, EventToken.WAKEUP);
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
    return call(() -> {
      int id = nextId++;
      var pair = new QueuePair(pairName, setup, factory);
      ids = Arrays.copyOf(ids, ids.length + 1);
      ids[ids.length - 1] = id;
      pairs = Arrays.copyOf(pairs, ids.length);
      pairs[ids.length - 1] = new WatchedPair(id, pair, epoll, watchdog);
      return new PairControl(this, id);
    });
  }

  /** Goes over to another barrier policy, between two bursts of each pair. */
  public void swap(DataPathFactory newFactory) {
    call(() -> {
      factory = newFactory;
      rings.swap(newFactory);
      return null;
    });
  }

  /** Lets policies take turns from now on; null ends that and returns to the worker's own. */
  public void alternate(Alternation next) {
    call(() -> {
      if (alternation != null) {
        rings.swap(factory);
      }
      alternation = next;
      if (next != null) {
        next.begin(System.nanoTime(), rings);
      }
      return null;
    });
  }

  private void alternate() {
    if (alternation != null && !alternation.turn(System.nanoTime(), rings)) {
      alternation = null;
      rings.swap(factory);
    }
  }

  /** What one front-end did to its memory is not to keep the others from the new policy. */
  private static void swap(QueuePair pair, DataPathFactory newFactory) {
    try {
      pair.swap(newFactory);
    } catch (InternalError e) {
      pair.memoryLost(e);
    }
  }

  /** The number of queue pairs. */
  public int load() {
    return call(() -> pairs.length);
  }

  /**
   * Runs a command on this worker's thread and waits for its end.
   *
   * @throws IllegalStateException where the worker does not answer
   * @throws InternalError where guest memory went away; the command may have done a part of it all
   */
  <T> T call(Callable<T> command) {
    var task = new FutureTask<>(command);
    try {
      commands.add(task);
      wakeup.signal();
      return task.get(COMMAND_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof InternalError lostMemory) {
        throw lostMemory;
      }
      throw e.getCause() instanceof RuntimeException own ? own : new IllegalStateException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "%s did not take a command within %d s".formatted(name, COMMAND_SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + name, e);
    }
  }

  /** Whether rings are looked at without kicks. */
  boolean polls() {
    return mode == WorkerMode.POLL;
  }

  /** For commands: a pair by the id that {@link #attach} gave it; null where it has left. */
  WatchedPair pair(int id) {
    int index = Arrays.binarySearch(ids, id);
    return index < 0 ? null : pairs[index];
  }

  /** For commands: forgets a pair whose rings are stopped. */
  void detach(int id) {
    WatchedPair watched = pair(id);
    if (watched != null) {
      ids = Arrays.stream(ids).filter(other -> other != id).toArray();
      pairs = Arrays.stream(pairs).filter(other -> other != watched).toArray(WatchedPair[]::new);
      watched.unwatchAll();
      active.remove(watched);
    }
  }

  /** For commands: a pair is to be left alone. */
  void suspend(WatchedPair watched) {
    watched.suspend();
    active.remove(watched);
  }

  /** For commands: a pair may have work. */
  void activate(WatchedPair watched) {
    if (watched.activate()) {
      active.add(watched);
    }
  }

  private void run() {
    LOG.debug("worker started name={} mode={}", name, mode.label());
    while (!stopping) {
      try {
        serve();
      } catch (InternalError e) {
        lost = e;
      }
    }
  }

  private void serve() {
    if (lost != null) {
      InternalError error = lost;
      lost = null;
      memoryLost(error);
    }
    while (!stopping) {
      if (mode == WorkerMode.POLL) {
        pollTurn();
      } else {
        eventTurn();
      }
    }
  }

  /**
   * Compiled code meets memory that was truncated, goes on with whatever it had in its registers,
   * and is told at a return or a loop's end, which may lie outside of all that catches such errors.
   */
  private void memoryLost(InternalError error) {
    if (serving == null || !String.valueOf(error.getMessage()).contains("memory access")) {
      throw new IllegalStateException(error); // one of ours, or of the virtual machine
    }
    LOG.warn("memory lost outside of a burst worker={} pair={}", name, serving.pair().name());
    serving.pair().memoryLost(error);
    boolean served = Arrays.asList(pairs).contains(serving) && !serving.isSuspended();
    if (served && !active.contains(serving)) {
      serving.activate();
      active.add(serving);
    }
  }

  /** A pair that has moved less than its budget has nothing left: it rests without another look. */
  private void eventTurn() {
    takeEvents(active.isEmpty() ? patience() : 0);
    runCommands();
    alternate();
    lookForLosses();
    if (!active.isEmpty()) {
      pace.quicken();
    }
    for (int turns = active.size(); turns > 0; turns--) {
      WatchedPair watched = active.poll();
      serving = watched;
      boolean busy = watched.pair().work() || !watched.pair().rested();
      if (busy) {
        active.add(watched);
      } else {
        watched.deactivate();
      }
    }
  }

  private void pollTurn() {
    boolean rings = false;
    boolean work = false;
    for (WatchedPair watched : pairs) {
      if (!watched.isSuspended()) {
        serving = watched;
        rings |= watched.pair().hasRings();
        work |= watched.pair().poll() > 0;
      }
    }
    lookForLosses();
    if (!rings) {
      takeEvents(-1);
    } else if (work) {
      pace.quicken();
    } else {
      Thread.onSpinWait();
    }
    runCommands();
    alternate();
  }

  /** How long an idle worker sleeps, ms: for ever, unless the watchdog has something to look at. */
  private int patience() {
    boolean watches = watchdog != WatchdogMode.OFF && pairs.length > 0;
    int patience = watches ? pace.millis() : -1;
    return alternation == null ? patience : sooner(patience, alternation.due());
  }

  private static int sooner(int patience, long due) {
    long nanos = Math.max(0, due - System.nanoTime());
    int millis = (int) ((nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    return patience < 0 ? millis : Math.min(patience, millis);
  }

  private void lookForLosses() {
    long now = System.nanoTime();
    if (watchdog == WatchdogMode.OFF
        || now - lastLook < TimeUnit.MILLISECONDS.toNanos(pace.millis())) {
      return;
    }
    lastLook = now;
    pace.looked();
    for (WatchedPair watched : pairs) {
      serving = watched;
      if (watched.kickWasLost()) {
        activate(watched);
      }
      if (watched.suspectsLoss()) {
        pace.quicken();
      }
    }
  }

  private void takeEvents(int timeoutMillis) {
    int count = epoll.await(timeoutMillis);
    for (int i = 0; i < count; i++) {
      long token = epoll.token(i);
      if (token == EventToken.WAKEUP) {
        wakeup.drain();
      } else {
        take(token, epoll.events(i));
      }
    }
  }

  private void take(long token, int events) {
    WatchedPair watched = pair(EventToken.pair(token));
    if (watched == null) {
      return; // detached by a command between the wait and now
    }
    if (EventToken.isPort(token)) {
      watched.pair().portReady((events & (Epoll.ERR | Epoll.HUP)) != 0);
    } else {
      watched.kicked(EventToken.role(token));
    }
    activate(watched);
  }

  private void runCommands() {
    FutureTask<?> command;
    while ((command = commands.poll()) != null) {
      command.run();
    }
  }

  /** Ends the thread; its pairs must have been stopped. */
  @Override
  public void close() {
    call(() -> {
      stopping = true;
      return null;
    });
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    epoll.close();
    wakeup.close();
  }

  /** This worker's rings, as an alternation changes and reads them. */
  private final class OwnRings implements Alternation.Rings {
    @Override
    public int count() {
      return pairs.length;
    }

    @Override
    public void swap(DataPathFactory next) {
      for (WatchedPair watched : pairs) {
        Worker.swap(watched.pair(), next);
      }
    }

    @Override
    public void read(SliceField.Moment moment, ThreadUsage usage, long[] row) {
      SliceField.read(moment, usage, pairs, row);
    }
  }
}
