package io.ringfence.lab.measure.analysis;

/**
 * The outcome of a control.
 *
 * @param must the expected result
 * @param seen the observed result
 */
public record ControlOutcome(String title, String must, String seen, State state) {
  /** The state of a control. */
  public enum State {
    PASSED("passed"),
    FAILED("FAILED"),
    NOT_SHOWN("not shown"),
    LEFT_OUT("left out");

    private final String label;

    State(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }
}
