package io.ringfence.lab.measure.experiment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** A part of an experiment whose outcome is known beforehand. */
public enum Control {
  /** Two policies of the same instructions, which must not differ. */
  AA("A/A"),
  /** Policies with increasing numbers of fences, whose cost must increase. */
  DOSE("dose response"),
  /** A policy without the barrier, under which notifications must get lost. */
  NEGATIVE("negative control");

  private final String title;

  Control(String title) {
    this.title = title;
  }

  /** Returns the name in a report. */
  public String title() {
    return title;
  }

  /** Returns the name in options and in JSON. */
  @JsonValue
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
