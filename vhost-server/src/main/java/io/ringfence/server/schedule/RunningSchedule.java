package io.ringfence.server.schedule;

import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.DataPathRealms;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.PolicyInstance;
import io.ringfence.server.pair.RequestTraffic;
import io.ringfence.server.uplink.Rehearsal;
import io.ringfence.server.worker.Alternation;
import io.ringfence.server.worker.SliceField;
import io.ringfence.server.worker.SliceLog;
import io.ringfence.server.worker.Worker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
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
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Where a schedule is. */
  public enum State {
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
  private final Map<String, String> armByLoader = new HashMap<>();
  private final List<DataPathFactory> factories = new ArrayList<>();
  private final Optional<Rehearsal> rehearsal;
  private final Thread thread;
  private volatile CodeWatch watch;
  private volatile State state = State.WARMING;
  private volatile String reason = "";
  private volatile List<String> notCompiled = List.of();
  private volatile boolean cancelled;

  RunningSchedule(int number, SchedulePlan plan, Worker worker, Optional<Rehearsal> rehearsal) {
    this.plan = plan;
    this.worker = worker;
    this.rehearsal = rehearsal;
    alternation = alternation(number);
    thread = new Thread(this::run, "schedule-" + number);
    thread.setDaemon(true);
  }

  /** Every arm has a realm of its own, new for this schedule: all are born alike. */
  private Alternation alternation(int number) {
    for (PolicyInstance arm : plan.arms()) {
      String loader = "schedule-%d %s".formatted(number, arm.spec());
      armByLoader.put(loader, arm.spec());
      factories.add(DataPathRealms.fresh(arm.policy(), loader));
    }
    var random = new SplittableRandom(plan.seed());
    long[] slices = SliceLengths.of(plan, random);
    return new Alternation(
        factories,
        order(slices.length, random),
        slices,
        plan.washoutMillis() * NANOS_PER_MILLI,
        log);
  }

  private int[] order(int slices, SplittableRandom random) {
    var sequence = new BalancedSequence(plan.arms().size(), random);
    int[] order = new int[slices];
    for (int i = 0; i < slices; i += plan.arms().size()) {
      System.arraycopy(sequence.nextBlock(), 0, order, i, plan.arms().size());
    }
    return order;
  }

  void start() {
    LOG.info("schedule started arms={} blocks={}", plan.armNames(), plan.blocks());
    thread.start();
  }

  private void run() {
    try (CodeWatch code = new CodeWatch(armByLoader::get)) {
      watch = code;
      rehearse(code);
      worker.alternate(alternation);
      if (awaitCompiled(code)) {
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
   */
  private void rehearse(CodeWatch code) {
    List<PairSetup> setups = worker.setups();
    if (rehearsal.isEmpty() || setups.isEmpty() || !setups.getFirst().hasBothRings()) {
      return;
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.warmUpSeconds()) / 2;
    try (Rehearsal port = rehearsal.get()) {
      var traffic = new RequestTraffic(port, setups.getFirst());
      List<String> missing = plan.armNames();
      while (!missing.isEmpty() && System.nanoTime() - deadline < 0 && goesOn()) {
        for (int arm = 0; arm < factories.size() && !cancelled; arm++) {
          if (isMissing(plan.armNames().get(arm), code)) {
            traffic.run(factories.get(arm), REHEARSED);
            goesOn();
          }
        }
        missing = missing(code, Long.MAX_VALUE);
      }
    }
  }

  private static boolean isMissing(String arm, CodeWatch code) {
    return code.notCompiled(arm, ENTRIES, Long.MAX_VALUE) != null;
  }

  private boolean awaitCompiled(CodeWatch code) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(plan.warmUpSeconds());
    long quiet = Math.max(LEAST_QUIET_NANOS, QUIET_NANOS_AN_ARM * plan.arms().size());
    long started = System.nanoTime();
    while (goesOn()) {
      long now = System.nanoTime();
      List<String> missing = missing(code, now - quiet);
      if (missing.isEmpty() && now - started > quiet) {
        return true;
      }
      if (now - deadline > 0) {
        fail(
            "after %d s %d of %d arms are not compiled, the first is %s; frames must flow both ways"
                .formatted(
                    plan.warmUpSeconds(), missing.size(), plan.arms().size(), missing.getFirst()));
        return false;
      }
    }
    return false;
  }

  private List<String> missing(CodeWatch code, long quietSince) {
    List<String> missing = new ArrayList<>();
    for (String arm : plan.armNames()) {
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
