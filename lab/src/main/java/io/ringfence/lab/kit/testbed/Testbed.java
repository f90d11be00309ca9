package io.ringfence.lab.kit.testbed;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonAdmin;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.daemon.Status;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.guest.GuestHost;
import io.ringfence.lab.kit.guest.Qemu;
import io.ringfence.lab.kit.guest.UmlGuest;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.host.NetServer;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.traffic.Netperf;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * A TAP, a netserver on it, and the daemon between it and a guest. Parts can be started again: the
 * daemon under a running guest, and several guests in sequence on one daemon.
 */
public final class Testbed {
  private static final Duration BOOT_PATIENCE = Duration.ofSeconds(90);
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);
  // The kernel may remove a process slightly after its connections.
  private static final Duration END_PATIENCE = Duration.ofMillis(500);
  private static final String TAP_NAME = "ringfence0";

  private final Setup setup;
  private final Path runDirectory;
  private final CleanUp cleanUp;
  private final List<String> earlierAlarms = new ArrayList<>();
  private HostTap tap;
  private volatile DaemonUnderTest daemon;
  private volatile GuestHost host;

  private Testbed(Setup setup, Path runDirectory, CleanUp cleanUp) {
    this.setup = setup;
    this.runDirectory = runDirectory;
    this.cleanUp = cleanUp;
  }

  /**
   * Creates the network and starts the daemon; {@code cleanUp} ends all that it starts.
   *
   * @param runDirectory directory of the processes and their sockets
   */
  public static Testbed start(Setup setup, Path runDirectory, CleanUp cleanUp) {
    Testbed testbed = new Testbed(setup, runDirectory, cleanUp);
    testbed.tap = HostTap.create(TAP_NAME, setup.queues());
    cleanUp.add("the TAP", testbed.tap);
    cleanUp.add(
        "netserver", NetServer.start(setup.netserver(), HostTap.HOST_ADDRESS, runDirectory));
    cleanUp.addStep("the daemon", testbed::closeDaemon);
    cleanUp.addStep("the guest", testbed::closeGuest);
    testbed.startDaemon();
    return testbed;
  }

  /** Starts the daemon, or starts it anew after {@link #killDaemon}. */
  public void startDaemon() {
    daemon = DaemonUnderTest.start(daemonOptions());
  }

  /** Ends daemon and guest and starts the daemon anew, as a JVM without compiled code. */
  public void startAgain() {
    closeGuest();
    closeDaemon();
    earlierAlarms.addAll(daemon.alarms());
    startDaemon();
  }

  /** Returns the command lines of daemon and guest. */
  public List<String> commands() {
    return List.of(
        String.join(" ", daemonOptions().command()),
        String.join(
            " ",
            setup.userModeLinux()
                ? UmlGuest.command(setup.image(), runDirectory, daemonOptions().vhostSocket())
                : qemuOptions().command()));
  }

  private DaemonUnderTest.Options daemonOptions() {
    return new DaemonUnderTest.Options(
        setup.launcher(),
        runDirectory,
        "tap:" + TAP_NAME,
        setup.mode(),
        setup.policy(),
        setup.allowUnsafe(),
        setup.daemonConnects(),
        setup.queues(),
        setup.orderPlatform(),
        false);
  }

  private Qemu.Options qemuOptions() {
    return new Qemu.Options(
        setup.qemu(), setup.image(), runDirectory, setup.kernelArguments(), setup.overrides());
  }

  /** Returns the queue pairs of the guest's device. */
  public int queues() {
    return setup.queues();
  }

  /** Sends SIGKILL to the daemon. */
  public void killDaemon() {
    earlierAlarms.addAll(daemon.alarms());
    daemon.kill();
  }

  /**
   * Starts a new daemon that takes over from the running one. Returns when the old one has ended.
   *
   * @return how long no daemon served the rings, in microseconds, as the new one reports
   * @throws LabException if the new one does not come up, or the old one's exit status is not 0
   */
  public long hotRestart() {
    DaemonUnderTest before = daemon;
    daemon = before.takeOver(daemonOptions());
    earlierAlarms.addAll(before.alarms());
    before.awaitEnd();
    return daemon.stoppedMicros();
  }

  /** Starts a guest and returns when it has its address and the host answers it. */
  public void bootGuest() {
    host =
        setup.userModeLinux()
            ? UmlGuest.start(setup.image(), runDirectory, daemonOptions().vhostSocket())
            : Qemu.start(qemuOptions());
    waitForNetwork();
  }

  /** Returns when the guest has started, or started again, and the host answers it. */
  public void waitForNetwork() {
    host.guest().waitUntilReady(BOOT_PATIENCE);
    // The kernel's own neighbour and router messages would count as measured frames.
    host.guest()
        .mustRun("echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6 || true", COMMAND_PATIENCE);
    host.guest().mustRun("ping -c 1 -W 5 " + HostTap.HOST_ADDRESS, COMMAND_PATIENCE);
    checkRing();
  }

  /**
   * Returns if daemon and QEMU still run.
   *
   * @throws LabException with exit status and last lines if one has ended
   */
  public void checkAlive() {
    daemon.checkAlive();
    host.checkAlive();
  }

  /** Restores a daemon and a fresh guest after a failed check. */
  public void mend() {
    closeGuest();
    if (!daemon.alive()) {
      startDaemon();
    }
    bootGuest();
  }

  /** Ends the guest. */
  public void closeGuest() {
    if (host != null) {
      host.close();
    }
  }

  public Guest guest() {
    return host.guest();
  }

  /** Returns the process that runs the guest. */
  public GuestHost host() {
    return host;
  }

  /**
   * Returns the process that runs the guest.
   *
   * @throws LabException if it is not QEMU
   */
  public Qemu qemu() {
    if (host instanceof Qemu qemu) {
      return qemu;
    }
    throw new LabException("the guest runs on " + host.name() + ", not on QEMU");
  }

  /** Returns the daemon's uplink. */
  public HostTap tap() {
    return tap;
  }

  public DaemonUnderTest daemon() {
    return daemon;
  }

  public DaemonAdmin admin() {
    return daemon.admin();
  }

  /** Returns netperf in the guest against the host. */
  public Netperf netperf() {
    return new Netperf(host.guest(), HostTap.HOST_ADDRESS);
  }

  /** Returns the WARN and ERROR lines of every daemon so far. */
  public List<String> alarms() {
    List<String> all = new ArrayList<>(earlierAlarms);
    if (daemon != null) {
      all.addAll(daemon.alarms());
    }
    return List.copyOf(all);
  }

  /**
   * Runs work with daemon and guest.
   *
   * @throws LabException of the work, with the last lines of daemon and console
   */
  public <T> T explaining(Supplier<T> work) {
    try {
      return work.get();
    } catch (LabException e) {
      throw new LabException(explain(e), e);
    }
  }

  /**
   * Returns the message, or the process whose end caused it, and the last lines of daemon and
   * console.
   */
  private String explain(LabException e) {
    StringBuilder text = new StringBuilder(e.getMessage());
    if (host != null) {
      host.ended(END_PATIENCE)
          .ifPresent(
              status -> text.insert(0, host.name() + " ended with exit status " + status + ": "));
    }
    if (daemon != null && !daemon.alive()) {
      text.insert(0, "the daemon ended: ");
    }
    return text.append('\n').append(lastLines()).toString();
  }

  /** Returns the last lines of daemon and console. */
  public String lastLines() {
    StringBuilder text = new StringBuilder();
    if (daemon != null) {
      text.append("the daemon's last lines:\n").append(Child.indented(daemon.lastLines(5)));
    }
    if (host != null) {
      text.append("\nthe console's last lines:\n").append(Child.indented(host.consoleTail(15)));
    }
    return text.toString();
  }

  private void closeDaemon() {
    if (daemon != null) {
      daemon.close();
    }
  }

  // QEMU silently drops a ring format that the daemon does not offer.
  private void checkRing() {
    for (Status.Session session : admin().status().sessions()) {
      for (Status.Vring vring : session.vrings()) {
        if (vring.enabled() && !vring.format().equals(setup.ring())) {
          throw new LabException(
              "ring %d is %s, asked for %s".formatted(vring.index(), vring.format(), setup.ring()));
        }
      }
    }
  }
}
