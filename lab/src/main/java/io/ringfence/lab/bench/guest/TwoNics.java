package io.ringfence.lab.bench.guest;

import io.ringfence.lab.LabException;
import io.ringfence.lab.bench.Bench;
import io.ringfence.lab.daemon.Daemon;
import io.ringfence.lab.guest.Guest;
import io.ringfence.lab.guest.Qemu;
import io.ringfence.lab.host.CpuTime;
import io.ringfence.lab.host.NetServer;
import io.ringfence.lab.host.Tap;
import io.ringfence.lab.netperf.Netperf;
import io.ringfence.lab.process.Child;
import io.ringfence.lab.testbed.Setup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A guest with two network cards: one on the daemon and its TAP, one on QEMU's own and another. */
final class TwoNics {
  private static final Duration BOOT_PATIENCE = Duration.ofSeconds(120);
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);
  private static final String DAEMON_TAP = "ringfence0";
  private static final String QEMU_TAP = "ringfence1";
  private static final String QEMU_HOST_ADDRESS = "10.78.0.1";
  private static final String QEMU_GUEST_ADDRESS = "10.78.0.2";
  private static final String QEMU_MAC = "52:54:00:00:05:03";

  private final Daemon daemon;
  private final Qemu qemu;
  private final long daemonPid;

  /** Boots it. */
  TwoNics(Setup setup, Bench bench) {
    Path directory = bench.directory();
    bench.cleanUp().add("the daemon's TAP", Tap.create(DAEMON_TAP));
    bench.cleanUp().add("QEMU's TAP", Tap.another(QEMU_TAP, QEMU_HOST_ADDRESS));
    bench.cleanUp().add("netserver", NetServer.start(setup.netserver(), "0.0.0.0", directory));
    var options =
        new Daemon.Options(
            setup.launcher(), directory, "tap:" + DAEMON_TAP, setup.mode(), "auto", false);
    daemon = bench.cleanUp().add("the daemon", Daemon.start(options));
    daemonPid = daemon.ownPid();
    qemu = bench.cleanUp().add("the guest", Qemu.start(options(setup, directory)));
    try {
      bringUp(qemu.guest());
    } catch (LabException e) {
      throw new LabException(
          "%s%nthe daemon's last lines:%n%s%nthe console's:%n%s"
              .formatted(
                  e.getMessage(),
                  Child.indented(daemon.lastLines(5)),
                  Child.indented(qemu.consoleTail(10))),
          e);
    }
  }

  private static Qemu.Options options(Setup setup, Path directory) {
    List<String> overrides = new ArrayList<>(setup.overrides());
    overrides.addAll(
        List.of(
            "-netdev",
            "tap,id=own,ifname=%s,script=no,downscript=no,vhost=off".formatted(QEMU_TAP),
            "-device",
            "virtio-net-pci,netdev=own,mac=%s,rx_queue_size=256,tx_queue_size=256,vectors=0,romfile="
                .formatted(QEMU_MAC)));
    return new Qemu.Options(
        setup.qemu(), setup.image(), directory, setup.kernelArguments(), overrides);
  }

  private static void bringUp(Guest guest) {
    guest.waitUntilReady(BOOT_PATIENCE);
    String mac = guest.mustRun("cat /sys/class/net/eth1/address", COMMAND_PATIENCE).strip();
    if (!mac.equals(QEMU_MAC)) {
      throw new LabException("eth1 in the guest has %s, not %s".formatted(mac, QEMU_MAC));
    }
    for (String nic : List.of("eth0", "eth1")) {
      guest.mustRun(
          "echo 1 >/proc/sys/net/ipv6/conf/%s/disable_ipv6 || true".formatted(nic),
          COMMAND_PATIENCE);
    }
    guest.mustRun(
        "ip address add %s/24 dev eth1 && ip link set eth1 up".formatted(QEMU_GUEST_ADDRESS),
        COMMAND_PATIENCE);
    guest.mustRun("ping -c 1 -W 5 " + Tap.HOST_ADDRESS, COMMAND_PATIENCE);
    guest.mustRun("ping -c 1 -W 5 " + QEMU_HOST_ADDRESS, COMMAND_PATIENCE);
  }

  /** netperf over the daemon. */
  Netperf overDaemon() {
    return new Netperf(qemu.guest(), Tap.HOST_ADDRESS);
  }

  /** netperf over QEMU's own card. */
  Netperf overQemu() {
    return new Netperf(qemu.guest(), QEMU_HOST_ADDRESS);
  }

  /** The daemon's CPU time so far, in microseconds. */
  long daemonMicros() {
    return CpuTime.ofProcess(daemonPid);
  }

  /** QEMU's, the guest's included. */
  long qemuMicros() {
    return qemu.cpuMicros();
  }

  /** How the guest is run. */
  String host() {
    return qemu.name() + ", " + qemu.accelerator();
  }
}
