package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.kit.testbed.Testbed;

/**
 * A property that a running guest and daemon must show.
 *
 * @param name one word for the command line and the result
 */
public record Check(String name, Body body) {
  /** The check's steps. A guest is up at the start and must be up at the return. */
  @FunctionalInterface
  public interface Body {
    /**
     * @throws io.ringfence.lab.LabException if it cannot continue; the check has failed
     */
    Result run(Testbed testbed);
  }

  /**
   * @param figure the observation, with units
   */
  public record Result(boolean passed, String figure) {
    /** Returns a result that depends on one condition. */
    public static Result of(boolean passed, String figure, Object... arguments) {
      return new Result(passed, String.format(java.util.Locale.ROOT, figure, arguments));
    }
  }
}
