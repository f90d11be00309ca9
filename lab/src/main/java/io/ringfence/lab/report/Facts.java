package io.ringfence.lab.report;

import io.ringfence.lab.host.Machine;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an experiment was run on and with.
 *
 * @param options as they were in force, by name
 * @param accelerator {@code KVM} or {@code TCG}
 * @param guestKernel as the guest's {@code uname -srm} has it
 * @param alarms WARN and ERROR lines of the daemon
 */
public record Facts(
    Instant started,
    Map<String, Object> options,
    Machine machine,
    String qemu,
    String accelerator,
    String guestKernel,
    String daemonVersion,
    List<String> alarms) {
  public Facts {
    options = Collections.unmodifiableMap(new TreeMap<>(options));
    alarms = List.copyOf(alarms);
  }
}
