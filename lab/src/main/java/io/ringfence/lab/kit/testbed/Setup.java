package io.ringfence.lab.kit.testbed;

import io.ringfence.lab.kit.host.HostTap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a testbed.
 *
 * @param launcher the daemon's command, without {@code serve}
 * @param netserver netserver's command, without its own options
 * @param qemu QEMU with its first arguments, including -readconfig; empty for User Mode Linux
 * @param console the guest kernel's name for its console
 * @param image directory of the guest image
 * @param cpus the guest's CPUs
 * @param ring {@code split} or {@code packed}
 * @param eventIdx whether the device offers VIRTIO_F_EVENT_IDX
 * @param mode the daemon's, {@code eventfd} or {@code poll}
 * @param policy the barrier policy the daemon starts with
 * @param orderPlatform whether the daemon offers VIRTIO_F_ORDER_PLATFORM
 * @param daemonConnects whether QEMU listens and the daemon connects
 * @param queues queue pairs of the guest's device
 */
public record Setup(
    List<String> launcher,
    List<String> netserver,
    List<String> qemu,
    String console,
    Path image,
    int cpus,
    String ring,
    boolean eventIdx,
    String mode,
    String policy,
    boolean allowUnsafe,
    boolean orderPlatform,
    boolean daemonConnects,
    int queues) {

  public Setup {
    launcher = List.copyOf(launcher);
    netserver = List.copyOf(netserver);
    qemu = List.copyOf(qemu);
  }

  /** Returns the same setup with {@code pairs} queue pairs. */
  public Setup withQueues(int pairs) {
    return new Setup(
        launcher,
        netserver,
        qemu,
        console,
        image,
        cpus,
        ring,
        eventIdx,
        mode,
        policy,
        allowUnsafe,
        orderPlatform,
        daemonConnects,
        pairs);
  }

  /** Returns the same setup with a QEMU that listens, and a daemon that connects to it. */
  public Setup connecting(List<String> listeningQemu) {
    return new Setup(
        launcher,
        netserver,
        listeningQemu,
        console,
        image,
        cpus,
        ring,
        eventIdx,
        mode,
        policy,
        allowUnsafe,
        orderPlatform,
        true,
        queues);
  }

  /** Returns whether the guest is a User Mode Linux. */
  public boolean userModeLinux() {
    return qemu.isEmpty();
  }

  /** Returns the kernel's command line. */
  public String kernelArguments() {
    return "console=%s ringfence.address=%s/%d"
        .formatted(console, HostTap.GUEST_ADDRESS, HostTap.PREFIX_LENGTH);
  }

  /** Returns the QEMU options that override its configuration file. */
  public List<String> overrides() {
    List<String> overrides = new ArrayList<>(List.of("-smp", Integer.toString(cpus)));
    if (ring.equals("packed")) {
      overrides.addAll(List.of("-set", "device.nic.packed=on"));
    }
    if (!eventIdx) {
      overrides.addAll(List.of("-set", "device.nic.event_idx=off"));
    }
    if (queues > 1) {
      overrides.addAll(List.of("-set", "netdev.net.queues=" + queues));
      overrides.addAll(List.of("-set", "device.nic.mq=on"));
      if (messageInterrupts()) {
        // one for each ring, one for the control queue and one for configuration changes
        overrides.addAll(List.of("-set", "device.nic.vectors=" + (2 * queues + 2)));
      }
    }
    return overrides;
  }

  private boolean messageInterrupts() {
    return qemu.stream().anyMatch(word -> word.startsWith("device.nic.vectors="));
  }
}
