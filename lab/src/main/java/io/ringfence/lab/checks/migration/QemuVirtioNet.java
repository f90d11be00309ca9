package io.ringfence.lab.checks.migration;

import io.ringfence.lab.kit.guest.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * The same guest with QEMU's own virtio-net in the daemon's place: what fails there too, the daemon
 * is not the cause of.
 */
final class QemuVirtioNet {
  private QemuVirtioNet() {}

  /** QEMU's command with a configuration file of its own, in which the network is a TAP. */
  static List<String> command(List<String> qemu, Path directory, String tap) {
    return Configuration.changed(qemu, directory.resolve("control.cfg"), text -> onTap(text, tap));
  }

  private static String onTap(String text, String tap) {
    String netdev =
        """
        [netdev "net"]
          type = "tap"
          ifname = "%s"
          script = "no"
          downscript = "no"
        """
            .formatted(tap);
    String without = Configuration.replaceSection(text, "[chardev \"vhost-user\"]", "");
    return Configuration.replaceSection(without, "[netdev \"net\"]", netdev);
  }
}
