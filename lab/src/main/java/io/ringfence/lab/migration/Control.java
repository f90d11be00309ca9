package io.ringfence.lab.migration;

import io.ringfence.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The same guest with QEMU's own virtio-net in the daemon's place: what fails there too, the daemon
 * is not the cause of.
 */
final class Control {
  private Control() {}

  /** QEMU's command with a configuration file of its own, in which the network is a TAP. */
  static List<String> command(List<String> qemu, Path directory, String tap) {
    List<String> command = new ArrayList<>(qemu);
    int file = command.indexOf("-readconfig") + 1;
    try {
      Path changed = directory.resolve("control.cfg");
      Files.writeString(changed, onTap(Files.readString(Path.of(command.get(file))), tap));
      command.set(file, changed.toString());
      return command;
    } catch (IOException e) {
      throw new LabException("QEMU's configuration for the control: " + e.getMessage(), e);
    }
  }

  static String onTap(String configuration, String tap) {
    String netdev =
        """
        [netdev "net"]
          type = "tap"
          ifname = "%s"
          script = "no"
          downscript = "no"
        """
            .formatted(tap);
    return configuration
        .replaceAll("(?m)^\\[chardev \"vhost-user\"\\]\n(  .*\n)+", "")
        .replaceAll("(?m)^\\[netdev \"net\"\\]\n(  .*\n)+", netdev);
  }
}
