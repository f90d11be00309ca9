package io.ringfence.lab.kit.daemon;

import java.util.List;

/** GET /schedule/events. */
public record ScheduleEvents(List<Event> events, List<Steal> steal) {

  /**
   * What the JVM did.
   *
   * @param nanos the begin, by the clock of the slices
   * @param kind {@code compilation}, {@code deoptimization} or {@code collection}
   * @param arm the arm whose code it was, {@code shared} for code of all arms; null for none
   */
  public record Event(long nanos, long lengthNanos, String kind, String arm, String what) {
    /** Returns whether it changed code of the data path. */
    public boolean changesCode() {
      return arm != null;
    }
  }

  /**
   * Time that the hypervisor took from all CPUs.
   *
   * @param ticks since the machine started, of 10 ms
   */
  public record Steal(long nanos, long ticks) {}
}
