package io.ringfence.lab.kit.statistics;

/** What an experiment says of a difference. */
public enum Verdict {
  DIFFERENT("different"),
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
