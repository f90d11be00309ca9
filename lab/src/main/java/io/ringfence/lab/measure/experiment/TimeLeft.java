package io.ringfence.lab.measure.experiment;

import java.time.Duration;

/** The progress of an experiment, and the time left, estimated from the runs so far. */
final class TimeLeft {
  private final int planned;
  private long started;
  private int done;

  TimeLeft(int planned) {
    this.planned = planned;
  }

  /** Starts the clock at the first run; further calls do nothing. */
  void start() {
    started = started == 0 ? System.nanoTime() : started;
  }

  /** Counts a run and returns the text for a line of progress. */
  String afterRun() {
    done++;
    double each = (System.nanoTime() - started) / 1e9 / done;
    return "run %d of %d, %s left".formatted(done, planned, text(each * (planned - done)));
  }

  /** Returns a duration as text, in seconds, minutes or hours. */
  static String text(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    if (time.toMinutes() < 2) {
      return time.toSeconds() + " s";
    }
    return time.toHours() < 2
        ? time.toMinutes() + " min"
        : "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
  }
}
