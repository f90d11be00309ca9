package io.ringfence.lab.cli;

import io.ringfence.lab.measure.experiment.Design;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that choose a guest and its connection to the daemon. */
final class GuestOptions {
  private static final List<String> ARCHITECTURES = List.of("x86_64", "aarch64", "armv7", "uml");

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--arch",
      paramLabel = "x86_64|aarch64|armv7|uml",
      defaultValue = "x86_64",
      description = "The guest's architecture, or User Mode Linux (default: ${DEFAULT-VALUE}).")
  String arch;

  @Option(
      names = "--mode",
      paramLabel = "eventfd|poll",
      defaultValue = "eventfd",
      description = "How the daemon's workers wait (default: ${DEFAULT-VALUE}).")
  String mode;

  @Option(
      names = "--ring",
      paramLabel = "split|packed",
      description = "The virtqueues' format (default: split; User Mode Linux has packed).")
  private String chosenRing;

  String ring;

  @Option(
      names = "--event-idx",
      paramLabel = "on|off",
      defaultValue = "on",
      description = "VIRTIO_F_EVENT_IDX of the guest's device (default: ${DEFAULT-VALUE}).")
  String eventIdx;

  @Option(
      names = "--order-platform",
      description =
          "Offer VIRTIO_F_ORDER_PLATFORM, which changes the guest's own "
              + "barriers; the report shows whether the front-end accepted it.")
  boolean orderPlatform;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "The guest's CPUs (default: 2; User Mode Linux has 1).")
  private Integer chosenCpus;

  int cpus;

  @Option(
      names = "--qemu-release",
      paramLabel = "host|13",
      defaultValue = "host",
      description =
          "QEMU of the host, or of Debian 13, fetched into the cache and run with MSI-X (default:"
              + " ${DEFAULT-VALUE}).")
  private String qemuRelease;

  @Option(
      names = "--allow-unsafe",
      description = "Accept policies that are not sound on this architecture.")
  boolean allowUnsafe;

  /**
   * @throws ParameterException if a value is not allowed
   */
  void check() {
    ArgumentChecks.oneOf(spec, "--arch", arch, ARCHITECTURES);
    ArgumentChecks.oneOf(spec, "--mode", mode, List.of("eventfd", "poll"));
    ArgumentChecks.oneOf(spec, "--event-idx", eventIdx, List.of("on", "off"));
    ArgumentChecks.oneOf(spec, "--qemu-release", qemuRelease, List.of("host", "13"));
    if (arch.equals("uml")) {
      checkUserModeLinux();
    } else {
      ring = chosenRing == null ? "split" : chosenRing;
      ArgumentChecks.oneOf(spec, "--ring", ring, List.of("split", "packed"));
      cpus = chosenCpus == null ? 2 : chosenCpus;
      ArgumentChecks.between(spec, "--cpus", cpus, 1, 16);
    }
  }

  // It accepts every feature that the daemon offers, without an option to refuse one.
  private void checkUserModeLinux() {
    ring = chosenRing == null ? "packed" : chosenRing;
    ArgumentChecks.oneOf(spec, "--ring", ring, List.of("packed"));
    cpus = chosenCpus == null ? 1 : chosenCpus;
    ArgumentChecks.between(spec, "--cpus", cpus, 1, 1);
    if (!qemuRelease.equals("host") || eventIdx.equals("off")) {
      throw ArgumentChecks.wrong(
          spec, "--arch uml: takes neither --qemu-release nor --event-idx off");
    }
  }

  /**
   * @throws ParameterException for User Mode Linux, since the command needs QEMU
   */
  void refuseUserModeLinux() {
    if (arch.equals("uml")) {
      throw ArgumentChecks.wrong(spec, "--arch uml: not supported here; scripts/uml checks it");
    }
  }

  /** Returns what the scripts must provide: the architecture and the release of QEMU. */
  String needs() {
    return arch + "/" + qemuRelease;
  }

  Design.GuestKind kind() {
    return new Design.GuestKind(
        arch, cpus, ring, eventIdx.equals("on"), mode, qemuRelease, orderPlatform);
  }
}
