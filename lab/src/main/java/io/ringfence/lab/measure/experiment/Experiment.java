package io.ringfence.lab.measure.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.host.Machine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All that was seen in one experiment, raw, and what it was seen on.
 *
 * @param started in ISO 8601, UTC
 * @param commands what gives it again: the lab's, the daemon's, QEMU's command line
 * @param barriers of every policy that ran, as the daemon tells them
 * @param twin the policy beside the reference whose instructions are the same; null where the A/A
 *     control was left out
 * @param runs of the schedule, in their order
 * @param negative what the negative control saw; null where it was left out
 * @param alarms WARN and ERROR lines of the daemon
 * @param notes what a reader must know
 */
public record Experiment(
    String started,
    Design design,
    Environment environment,
    List<String> commands,
    List<BarrierStatus> barriers,
    String twin,
    List<Run> runs,
    NegativeRun negative,
    List<String> alarms,
    List<String> notes) {

  /**
   * @param guestHost what runs the guest, QEMU with its version or User Mode Linux
   * @param accelerator {@code KVM}, {@code TCG} or {@code native}
   * @param guestKernel as the guest's {@code uname -srm} has it
   */
  public record Environment(
      Machine machine,
      String guestHost,
      String accelerator,
      String guestKernel,
      String daemonVersion) {}

  /**
   * A run under an unsound policy.
   *
   * @param stalled what made the run end early; null when it did not
   * @param run null when it ended early
   */
  public record NegativeRun(String policy, String stalled, Run run) {}

  public Experiment {
    commands = List.copyOf(commands);
    barriers = List.copyOf(barriers);
    runs = List.copyOf(runs);
    alarms = List.copyOf(alarms);
    notes = List.copyOf(notes);
  }

  /** What the daemon told of a policy; empty for one that did not run. */
  public Optional<BarrierStatus> barriers(String policy) {
    return barriers.stream().filter(each -> each.policy().equals(policy)).findFirst();
  }

  /** The policies whose instructions are the reference's: what differs is chance. */
  public Set<String> sameAsReference() {
    return BarrierStatus.identicalTo(design.reference(), barriers);
  }

  /** The policies of the schedule, controls included, in the order in which they are shown. */
  @JsonIgnore
  public List<String> measured() {
    return barriers.stream()
        .map(BarrierStatus::policy)
        .filter(policy -> runs.stream().anyMatch(run -> run.policy().equals(policy)))
        .toList();
  }
}
