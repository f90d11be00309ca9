package io.ringfence.server.schedule;

import io.ringfence.server.uplink.Rehearsal;
import io.ringfence.server.worker.Worker;
import io.ringfence.server.worker.Workers;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The schedule of a daemon: one at a time, and the last one's records until the next begins. */
public final class Schedules implements AutoCloseable {
  /** Why something else cannot be changed while a schedule runs, and what to do. */
  public static final String BUSY =
      "a schedule runs; end it by DELETE /schedule, or wait for its end";

  private final Workers workers;
  private final Supplier<Optional<Rehearsal>> rehearsals;
  private volatile RunningSchedule last; // null before the first
  private int started;

  /**
   * The schedules of some workers.
   *
   * @param rehearsals gives a port of the uplink's kind for each
   */
  public Schedules(Workers workers, Supplier<Optional<Rehearsal>> rehearsals) {
    this.workers = workers;
    this.rehearsals = rehearsals;
  }

  /**
   * Starts a schedule.
   *
   * @throws ScheduleRefused if one runs, the daemon has several workers, frames are captured or no
   *     front-end is served
   */
  public synchronized void start(SchedulePlan plan) throws ScheduleRefused {
    if (isRunning()) {
      throw new ScheduleRefused(BUSY);
    }
    List<Worker> all = workers.all();
    if (all.size() != 1) {
      throw new ScheduleRefused(
          "a schedule needs one worker, this daemon has %d; start it with --workers 1"
              .formatted(all.size()));
    }
    if (workers.capture() != null) {
      throw new ScheduleRefused("frames are captured; start the daemon without --pcap");
    }
    if (all.getFirst().load() == 0) {
      throw new ScheduleRefused("no front-end is served; connect one, and have it send frames");
    }
    last = new RunningSchedule(++started, plan, all.getFirst(), rehearsals.get());
    last.start();
  }

  /** Returns whether a schedule runs, so that nothing else may be changed. */
  public boolean isRunning() {
    RunningSchedule schedule = last;
    return schedule != null && schedule.isRunning();
  }

  /** The schedule that runs or ran last; null before the first. */
  public RunningSchedule last() {
    return last;
  }

  /** Ends the schedule that runs, if any; returns when the policy before it is in force again. */
  public void end() {
    RunningSchedule schedule = last;
    if (schedule != null) {
      schedule.close();
    }
  }

  @Override
  public void close() {
    end();
  }
}
