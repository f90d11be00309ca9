package io.ringfence.lab.testbed;

import java.nio.file.Path;
import java.util.List;

/**
 * What a testbed is made of.
 *
 * @param launcher the daemon's command, without {@code serve}
 * @param netserver netserver's command, without its own options
 * @param qemu the QEMU program
 * @param config for {@code -readconfig}
 * @param image directory of the guest image
 * @param cpus the guest's CPUs
 * @param ring {@code split} or {@code packed}
 * @param mode the daemon's, {@code eventfd} or {@code poll}
 * @param policy the barrier policy the daemon starts with
 */
public record Setup(
    List<String> launcher,
    List<String> netserver,
    String qemu,
    Path config,
    Path image,
    int cpus,
    String ring,
    String mode,
    String policy,
    boolean allowUnsafe) {

  public Setup {
    launcher = List.copyOf(launcher);
    netserver = List.copyOf(netserver);
  }

  List<String> overrides() {
    List<String> overrides = new java.util.ArrayList<>(List.of("-smp", Integer.toString(cpus)));
    if (ring.equals("packed")) {
      overrides.addAll(List.of("-set", "device.net0.packed=on"));
    }
    return overrides;
  }
}
