package io.ringfence.lab.measure.experiment;

import java.util.List;
import java.util.Set;

/** Says whether an experiment may stop. */
@FunctionalInterface
public interface Decided {
  /**
   * True when the runs so far decide every comparison, at a look that is due.
   *
   * @param same the policies whose instructions are the reference's
   */
  boolean by(Design design, Set<String> same, List<Run> runs);
}
