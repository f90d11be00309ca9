package io.ringfence.lab.checks.migration;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.guest.Qemu;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.testbed.Setup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A place for a guest: a daemon with a TAP of its own, and the QEMU that runs there. On one
 * machine, it stands for another host.
 */
final class Place implements AutoCloseable {
  private static final String GUEST_ANNOUNCE = "GUEST_ANNOUNCE";
  private static final String INCOMING = "incoming.sock";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Setup setup;
  private final List<String> qemuCommand;
  private final Path directory;
  private final String tap;
  private final DaemonUnderTest daemon;
  private final Optional<Rings> rings;
  private Qemu qemu;

  /**
   * Starts a daemon.
   *
   * @param control whether QEMU's own virtio-net has the TAP, and the daemon has no guest
   * @param guestAnnounce whether the daemon leaves the announcement to the guest
   */
  Place(Setup setup, Path directory, String tap, boolean control, boolean guestAnnounce) {
    this.setup = setup;
    this.directory = directory;
    this.tap = tap;
    qemuCommand = control ? QemuVirtioNet.command(setup.qemu(), directory, tap) : setup.qemu();
    daemon =
        DaemonUnderTest.start(
            new DaemonUnderTest.Options(
                setup.launcher(),
                directory,
                control ? "discard" : "tap:" + tap,
                setup.mode(),
                setup.policy(),
                setup.allowUnsafe(),
                false,
                setup.queues(),
                setup.orderPlatform(),
                guestAnnounce));
    rings =
        control
            ? Optional.empty()
            : Optional.of(new Rings(daemon.admin(), setup.queues(), setup.ring()));
  }

  /** Starts a guest here. */
  void boot() {
    qemu = start(List.of());
  }

  /**
   * Starts a QEMU that waits for an incoming guest.
   *
   * @return its address as a migration URI of QEMU
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

  /** Removes the sockets of the previous QEMU: the next one's are awaited by name. */
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

  DaemonUnderTest daemon() {
    return daemon;
  }

  String tap() {
    return tap;
  }

  /** Returns the frames of each of the daemon's rings so far, by index; empty without a guest. */
  Map<Integer, Long> frames() {
    return rings.map(Rings::frames).orElse(Map.of());
  }

  /** Returns when the daemon serves every ring, and each has carried more frames than before. */
  void awaitTraffic(Map<Integer, Long> before) {
    rings.ifPresent(all -> {
      all.awaitEnabled(PATIENCE);
      all.awaitTraffic(before, PATIENCE);
    });
  }

  /**
   * Checks whether guest and daemon negotiated VIRTIO_NET_F_GUEST_ANNOUNCE.
   *
   * @throws LabException if that differs from {@code wanted}
   */
  void checkAnnounce(boolean wanted) {
    if (rings.isPresent() && rings.get().accepted(GUEST_ANNOUNCE) != wanted) {
      throw new LabException(
          "%s: the guest %s it, asked for the other"
              .formatted(GUEST_ANNOUNCE, wanted ? "has not accepted" : "has accepted"));
    }
  }

  /** Ends the QEMU of this place. */
  void leave() {
    if (qemu != null) {
      qemu.close();
      qemu = null;
    }
  }

  String lastLines() {
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
