package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.kit.testbed.Testbed;

/**
 * Something a running guest and daemon must show.
 *
 * @param name one word for the command line and the result
 */
public record Check(String name, Body body) {
  /** What is done; a guest is up when it starts and has to be up when it returns. */
  @FunctionalInterface
  public interface Body {
    /**
     * @throws io.ringfence.lab.LabException when it cannot go on; the check has failed
     */
    Result run(Testbed testbed);
  }

  /**
   * @param figure what was seen, with units
   */
  public record Result(boolean passed, String figure) {
    /** A result that depends on one condition. */
    public static Result of(boolean passed, String figure, Object... arguments) {
      return new Result(passed, String.format(java.util.Locale.ROOT, figure, arguments));
    }
  }
}
