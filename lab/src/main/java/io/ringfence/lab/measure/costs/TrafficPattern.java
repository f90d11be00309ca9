package io.ringfence.lab.measure.costs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** How frames follow each other; which ordering points show depends on it. */
public enum TrafficPattern {
  /** Frames always wait, and the device returns each by itself: every barrier is in its way. */
  STREAM("frames waiting, each returned by itself", 64, 1),
  /** One frame there and back, then the next: what a request and its reply pay. */
  LOCKSTEP("one frame in flight", 1, 1),
  /** So many frames there and back at once: what is left of a barrier under load. */
  BURST("32 frames there and back at once", 32, 32);

  private final String words;
  private final int inFlight;
  private final int together;

  TrafficPattern(String words, int inFlight, int together) {
    this.words = words;
    this.inFlight = inFlight;
    this.together = together;
  }

  /** What it is, for a reader. */
  public String words() {
    return words;
  }

  /** Frames that the device has, at most. */
  int inFlight() {
    return inFlight;
  }

  /** Frames that the device returns, and tells of, at once. */
  public int together() {
    return together;
  }

  /** Its name in options and JSON. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The names of all. */
  public static List<String> labels() {
    return List.of(values()).stream().map(TrafficPattern::label).toList();
  }
}
