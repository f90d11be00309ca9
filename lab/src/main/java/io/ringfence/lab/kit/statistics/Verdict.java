package io.ringfence.lab.kit.statistics;

/** What an experiment says of a difference. */
public enum Verdict {
  DIFFERENT("different"),
  /** Not 0, and nothing that matters: both the test of 0 and those of the margin reject. */
  DIFFERENT_WITHIN_MARGIN("different, but within the margin"),
  EQUIVALENT("equivalent"),
  NOT_DECIDED("not decided");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
