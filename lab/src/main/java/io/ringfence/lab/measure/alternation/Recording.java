package io.ringfence.lab.measure.alternation;

import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.measure.decision.Plan;
import io.ringfence.lab.measure.slices.Slice;
import io.ringfence.lab.measure.slices.TransactionCount;
import java.util.List;

/**
 * All that an alternation recorded, and what it ran on.
 *
 * @param started in ISO 8601, UTC
 * @param plan as it was declared before the first slice
 * @param guestHost what runs the guest, with its version
 * @param accelerator {@code KVM}, {@code TCG} or {@code native}
 * @param commands what repeats it: the lab's, the daemon's and QEMU's command lines, and netperf's
 * @param barriers of every policy, as the daemon reports them
 * @param alarms WARN and ERROR lines of the daemon
 */
public record Recording(
    String started,
    Plan plan,
    Machine machine,
    String guestHost,
    String accelerator,
    String guestKernel,
    String daemonVersion,
    List<String> commands,
    List<BarrierStatus> barriers,
    List<BootRecord> boots,
    List<String> alarms) {

  /** Returns the slices of all boots. */
  public List<Slice> slices() {
    return boots.stream().flatMap(boot -> boot.slices().stream()).toList();
  }

  /** Returns each boot's two counts. */
  public List<TransactionCount> transactions() {
    return boots.stream().map(BootRecord::transactions).toList();
  }
}
