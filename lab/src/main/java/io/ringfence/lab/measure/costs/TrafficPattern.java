package io.ringfence.lab.measure.costs;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** The pattern in which frames follow each other. It decides which ordering points show. */
public enum TrafficPattern {
  /** Frames always wait, and the device returns each separately: no barrier overlaps other work. */
  STREAM("frames waiting, each returned separately", 64, 1),
  /** One frame out and back, then the next: the cost for a request and its reply. */
  LOCKSTEP("one frame in flight", 1, 1),
  /** A batch of frames out and back at once: the cost of a barrier under load. */
  BURST("32 frames out and back at once", 32, 32);

  private final String words;
  private final int inFlight;
  private final int together;

  TrafficPattern(String words, int inFlight, int together) {
    this.words = words;
    this.inFlight = inFlight;
    this.together = together;
  }

  /** Returns its description, for a reader. */
  public String words() {
    return words;
  }

  /** Returns the largest number of frames that the device has. */
  int inFlight() {
    return inFlight;
  }

  /** Returns the number of frames that the device returns with one notification. */
  public int together() {
    return together;
  }

  /** Returns its name in options and JSON. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns all names. */
  public static List<String> labels() {
    return List.of(values()).stream().map(TrafficPattern::label).toList();
  }
}
