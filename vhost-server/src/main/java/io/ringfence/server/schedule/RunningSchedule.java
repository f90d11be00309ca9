package io.ringfence.server.schedule;

import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RequestTraffic;
import io.ringfence.server.uplink.Rehearsal;
import io.ringfence.server.worker.Alternation;
import io.ringfence.server.worker.SliceField;
import io.ringfence.server.worker.SliceLog;
import io.ringfence.server.worker.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A schedule from its start to its end: a thread that prepares, waits and tidies up. */
public final class RunningSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningSchedule.class);
  private static final int REHEARSED = 10_000; // requests at a time
  private static final int CAPACITY = 16_384; // slices; some minutes' worth
  private static final List<String> ENTRIES = List.of("PairPath.transmit", "PairPath.receive");
  private static final long TICK_MILLIS = 100;
  private static final long QUIET_NANOS_AN_ARM = 150_000_000; // of the time that an arm serves
  private static final long LEAST_QUIET_NANOS = 3_000_000_000L;
  private static final long ANY_TIME = Long.MAX_VALUE; // code may have changed just now

  /** Where a schedule is. */
  public enum State {
    /** The arms' code runs over rings of the daemon's own. The guest need not send frames yet. */
    REHEARSING,
    /** The arms take turns until their code is compiled; nothing is recorded. */
    WARMING,
    /** Slices are recorded. */
    RECORDING,
    /** All slices were recorded. */
    ENDED,
    /** It stopped early; see {@link #reason}. */
    FAILED
  }

  private final SchedulePlan plan;
  private final Worker worker;
  private final SliceLog log = new SliceLog(CAPACITY, SliceField.width());
  private final StealLog steal = new StealLog();
  private final Alternation alternation;
  private final Arms arms;
  private final Optional<Rehearsal> rehearsal;
  private final Thread thread;
  private volatile CodeWatch watch;
  private volatile State state = State.REHEARSING;
  private volatile String reason = "";
  private volatile List<String> notCompiled = List.of();
  private volatile boolean cancelled;
  private long warmUpNanos; // of the schedule's thread

  RunningSchedule(int number, SchedulePlan plan, Worker worker, Optional<Rehearsal> rehearsal) {
    this.plan = plan;
    this.worker = worker;
    this.rehearsal = rehearsal;
    warmUpNanos = TimeUnit.SECONDS.toNanos(plan.warmUpSeconds());
    arms = new Arms(number, plan);
    alternation = arms.alternation(log);
    thread = new Thread(this::run, "schedule-" + number);
    thread.setDaemon(true);
  }

  void start() {
    LOG.info("schedule started arms={} blocks={}", arms.names(), plan.blocks());
    thread.start();
  }

  private void run() {
    try (CodeWatch code = new CodeWatch(arms::ofLoader)) {
      watch = code;
      if (rehearse(code) && awaitCompiled(code)) {
        state = State.RECORDING;
        alternation.record();
        LOG.info("schedule records slices");
        awaitEnd();
      }
    } catch (RuntimeException | LinkageError e) {
      fail(String.valueOf(e.getMessage()));
      LOG.error("schedule stopped", e);
    } finally {
      worker.alternate(null);
    }
    if (state != State.FAILED) {
      state = State.ENDED;
    }
    LOG.info("schedule ended slices={} state={} {}", log.count(), state, reason);
  }

  /**
   * Has every arm's code run before the guest's traffic does, with an uplink of the same kind. The
   * guest's traffic then confirms it.
   *
   * @return whether the schedule goes on
   */
  private boolean rehearse(CodeWatch code) {
    List<PairSetup> setups = worker.setups();
    if (rehearsal.isEmpty() || setups.isEmpty() || !setups.getFirst().hasBothRings()) {
      return true;
    }
    warmUpNanos /= 2; // a half for the rehearsal, the other for the guest's traffic
    long deadline = System.nanoTime() + warmUpNanos;
    try (Rehearsal port = rehearsal.get()) {
      var traffic = new RequestTraffic(port, setups.getFirst());
      while (!missing(code, ANY_TIME).isEmpty() && System.nanoTime() - deadline < 0 && goesOn()) {
        rehearseMissing(code, traffic);
      }
      return state != State.FAILED;
    }
  }

  /** Passes some requests through each arm that is not compiled yet. */
  private void rehearseMissing(CodeWatch code, RequestTraffic traffic) {
    for (int arm = 0; arm < arms.count() && state != State.FAILED; arm++) {
      if (code.notCompiled(arms.names().get(arm), ENTRIES, ANY_TIME) != null) {
        traffic.run(arms.factory(arm), REHEARSED);
        goesOn();
      }
    }
  }

  private boolean awaitCompiled(CodeWatch code) {
    state = State.WARMING;
    worker.alternate(alternation);
    long deadline = System.nanoTime() + warmUpNanos;
    long quiet = Math.max(LEAST_QUIET_NANOS, QUIET_NANOS_AN_ARM * arms.count());
    long started = System.nanoTime();
    while (goesOn()) {
      long now = System.nanoTime();
      List<String> missing = missing(code, now - quiet);
      if (missing.isEmpty() && now - started > quiet) {
        return true;
      }
      if (!missing.isEmpty() && now - deadline > 0) {
        fail(
            "after %d s %d of %d arms are not compiled, the first is %s; frames must flow both ways"
                .formatted(plan.warmUpSeconds(), missing.size(), arms.count(), missing.getFirst()));
        return false;
      }
    }
    return false;
  }

  private List<String> missing(CodeWatch code, long quietSince) {
    List<String> missing = new ArrayList<>();
    for (String arm : arms.names()) {
      String why = code.notCompiled(arm, ENTRIES, quietSince);
      if (why != null) {
        missing.add(why);
      }
    }
    notCompiled = List.copyOf(missing);
    return missing;
  }

  private void awaitEnd() {
    while (goesOn()) {
      // The worker records.
    }
  }

  /** Passes some time; returns whether the alternation still runs. */
  private boolean goesOn() {
    ClockEvent.record();
    steal.sample();
    try {
      Thread.sleep(TICK_MILLIS);
    } catch (InterruptedException e) {
      cancelled = true;
    }
    String end = alternation.end();
    if (cancelled) {
      fail("ended by request");
    } else if (watch.isFull()) {
      fail("more compilations than can be kept; the code does not settle");
    } else if (end != null && !end.isEmpty()) {
      fail(end);
    }
    return state != State.FAILED && end == null;
  }

  private void fail(String why) {
    reason = why;
    state = State.FAILED;
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  /** What it does. */
  public SchedulePlan plan() {
    return plan;
  }

  /** Where it is. */
  public State state() {
    return state;
  }

  /** Why it failed; empty if it did not. */
  public String reason() {
    return reason;
  }

  /** The arms whose code is not compiled yet, and why. */
  public List<String> notCompiled() {
    return notCompiled;
  }

  /** The records of slices. */
  public SliceLog slices() {
    return log;
  }

  /** Times that the hypervisor took from this machine. */
  public StealLog steal() {
    return steal;
  }

  /** What the virtual machine did, from an event's number on. */
  public List<CodeEvent> events(int from) {
    CodeWatch code = watch;
    return code == null ? List.of() : code.events(from);
  }

  /** Ends it early; returns when the policy before it is in force again. */
  @Override
  public void close() {
    cancelled = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
