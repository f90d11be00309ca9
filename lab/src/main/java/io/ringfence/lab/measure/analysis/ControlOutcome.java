package io.ringfence.lab.measure.analysis;

/**
 * A control and what became of it.
 *
 * @param must what must be seen
 * @param seen what was seen
 */
public record ControlOutcome(String title, String must, String seen, State state) {
  /** What became of a control. */
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
