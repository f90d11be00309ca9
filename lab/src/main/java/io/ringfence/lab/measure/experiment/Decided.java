package io.ringfence.lab.measure.experiment;

import java.util.List;
import java.util.Set;

/** Decides whether an experiment may stop. */
@FunctionalInterface
public interface Decided {
  /**
   * Returns whether a look is due and the runs so far decide every comparison.
   *
   * @param same the policies whose instructions are the reference's
   */
  boolean by(Design design, Set<String> same, List<Run> runs);
}
