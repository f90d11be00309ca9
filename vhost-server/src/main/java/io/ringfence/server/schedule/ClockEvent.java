package io.ringfence.server.schedule;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Ties the clock of the flight recorder to System.nanoTime. */
@Name("io.ringfence.Clock")
@Label("Clock")
@Description("System.nanoTime at the time of this event")
@Category("Ringfence")
@StackTrace(false)
final class ClockEvent extends Event {
  @Label("System.nanoTime")
  long nanos;

  /** Records the present moment. */
  static void record() {
    var event = new ClockEvent();
    event.nanos = System.nanoTime();
    event.commit();
  }
}
