package io.ringfence.lab.experiment;

import java.util.List;

/** Says whether an experiment may stop. */
@FunctionalInterface
public interface Decided {
  /** True when the runs so far decide every comparison, at a look that is due. */
  boolean by(Design design, List<Run> runs);
}
