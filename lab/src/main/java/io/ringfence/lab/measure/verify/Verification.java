package io.ringfence.lab.measure.verify;

import io.ringfence.lab.kit.host.Machine;
import java.util.List;

/**
 * All that was found out about some policies.
 *
 * @param origin where the formal verdicts come from
 * @param stress races on this machine; empty where they could not be run
 * @param notes what this machine cannot tell, and what was left out
 */
public record Verification(
    Machine machine,
    String architecture,
    List<String> policies,
    List<String> origin,
    List<FormalVerdict> formal,
    List<StressResult> stress,
    List<JcstressResult> jcstress,
    List<String> notes) {

  /** Whether unsound policies were caught, and sound ones held, in everything that was run. */
  public boolean asItMust() {
    return stress.stream().allMatch(StressResult::asItMust)
        && jcstress.stream().allMatch(JcstressResult::asItMust);
  }
}
