package io.ringfence.lab.migration;

import io.ringfence.lab.LabException;
import io.ringfence.lab.daemon.Daemon;
import io.ringfence.lab.guest.Qemu;
import io.ringfence.lab.process.Child;
import io.ringfence.lab.testbed.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a guest can be: a daemon with a TAP of its own, and the QEMU that is there now. On one
 * machine, what would be another host.
 */
final class Place implements AutoCloseable {
  private static final String INCOMING = "incoming.sock";

  private final Setup setup;
  private final List<String> qemuCommand;
  private final Path directory;
  private final Daemon daemon;
  private Qemu qemu;

  /**
   * Starts a daemon.
   *
   * @param control whether QEMU's own virtio-net has the TAP, and the daemon is left without guest
   */
  Place(Setup setup, Path directory, String tap, boolean control) {
    this.setup = setup;
    this.directory = directory;
    qemuCommand = control ? Control.command(setup.qemu(), directory, tap) : setup.qemu();
    daemon =
        Daemon.start(
            new Daemon.Options(
                setup.launcher(),
                directory,
                control ? "discard" : "tap:" + tap,
                setup.mode(),
                setup.policy(),
                setup.allowUnsafe()));
  }

  /** Starts a guest here. */
  void boot() {
    qemu = start(List.of());
  }

  /**
   * Starts a QEMU that waits for a guest to come.
   *
   * @return where it is to be sent, in QEMU's words
   */
  String expectGuest() {
    String uri = "unix:" + directory.resolve(INCOMING);
    qemu = start(List.of("-incoming", uri));
    return uri;
  }

  private Qemu start(List<String> more) {
    removeSockets();
    List<String> overrides = new ArrayList<>(setup.overrides());
    overrides.addAll(more);
    return Qemu.start(
        new Qemu.Options(
            qemuCommand, setup.image(), directory, setup.kernelArguments(), overrides));
  }

  /** Those of the QEMU before: the next one's are waited for by name. */
  private void removeSockets() {
    for (String name : List.of("agent.sock", "qmp.sock", "console.sock", INCOMING)) {
      try {
        Files.deleteIfExists(directory.resolve(name));
      } catch (IOException e) {
        throw new LabException(name + ": " + e.getMessage(), e);
      }
    }
  }

  Qemu qemu() {
    return qemu;
  }

  Daemon daemon() {
    return daemon;
  }

  /** Ends the QEMU that is here. */
  void leave() {
    if (qemu != null) {
      qemu.close();
      qemu = null;
    }
  }

  String lastWords() {
    String console = qemu == null ? "-" : qemu.consoleTail(60);
    return "the daemon's last lines:\n%s\nQEMU's and the console's:\n%s"
        .formatted(Child.indented(daemon.lastLines(8)), Child.indented(console));
  }

  @Override
  public void close() {
    leave();
    daemon.close();
  }
}
