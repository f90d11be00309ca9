package io.ringfence.lab.kit.statistics;

/** The verdict of an experiment on a difference. */
public enum Verdict {
  DIFFERENT("different"),
  /** Not 0, but less than the margin: the test of 0 and both tests of the margin reject. */
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
