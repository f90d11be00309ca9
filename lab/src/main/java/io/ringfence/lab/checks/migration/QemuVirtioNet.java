package io.ringfence.lab.checks.migration;

import io.ringfence.lab.kit.guest.Configuration;
import java.nio.file.Path;
import java.util.List;

/**
 * The same guest with QEMU's own virtio-net in place of the daemon. A failure that occurs there too
 * is not the daemon's.
 */
final class QemuVirtioNet {
  private QemuVirtioNet() {}

  /** Returns QEMU's command with its own configuration file, in which the network is a TAP. */
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
