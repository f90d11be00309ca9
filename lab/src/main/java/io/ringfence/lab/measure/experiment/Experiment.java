package io.ringfence.lab.measure.experiment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.host.Machine;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The raw data of one experiment, and the machine and software that produced it.
 *
 * @param started in ISO 8601, UTC
 * @param commands command lines that repeat the experiment: the lab's, the daemon's, QEMU's
 * @param barriers of every policy that ran, as the daemon reports them
 * @param twin another policy with the reference's instructions; null if the A/A control was left
 *     out
 * @param runs of the schedule, in their order
 * @param negative the result of the negative control; null if it was left out
 * @param alarms WARN and ERROR lines of the daemon
 * @param notes notes for readers of the results
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
   * @param guestKernel the output of the guest's {@code uname -srm}
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

  /** Returns the daemon's report of a policy; empty if the policy did not run. */
  public Optional<BarrierStatus> barriers(String policy) {
    return barriers.stream().filter(each -> each.policy().equals(policy)).findFirst();
  }

  /** Returns the policies with the reference's instructions. Their differences are chance. */
  public Set<String> sameAsReference() {
    return BarrierStatus.identicalTo(design.reference(), barriers);
  }

  /** Returns the policies of the schedule, controls included, in the order of the report. */
  @JsonIgnore
  public List<String> measured() {
    return barriers.stream()
        .map(BarrierStatus::policy)
        .filter(policy -> runs.stream().anyMatch(run -> run.policy().equals(policy)))
        .toList();
  }
}
