package io.ringfence.lab.measure.bench.guest;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.guest.Qemu;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.host.NetServer;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.testbed.Setup;
import io.ringfence.lab.kit.traffic.Netperf;
import io.ringfence.lab.measure.bench.Bench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A guest with up to three network cards: on the daemon and its TAP, on QEMU's own back-end and
 * another TAP, and on passt.
 */
final class QemuGuest {
  private static final Duration BOOT_PATIENCE = Duration.ofSeconds(120);
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);
  private static final String DAEMON_TAP = "ringfence0";
  private static final String QEMU_TAP = "ringfence1";
  private static final String QEMU_HOST_ADDRESS = "10.78.0.1";
  private static final String QEMU_GUEST_ADDRESS = "10.78.0.2";
  private static final String QEMU_MAC = "52:54:00:00:05:03";
  private static final String PASST_MAC = "52:54:00:00:05:04";
  private static final String PASST_SOCKET = "passt.sock"; // relative to QEMU's directory
  private static final String CARD =
      ",rx_queue_size=256,tx_queue_size=256,vectors=0,romfile="; // equal to the daemon's

  private final DaemonUnderTest daemon;
  private final Passt passt; // null if passt is not available
  private final Qemu qemu;
  private final long daemonPid;

  /** Boots the guest. */
  QemuGuest(Setup setup, Bench bench, Path passtProgram) {
    Path directory = bench.directory();
    bench.cleanUp().add("the daemon's TAP", HostTap.create(DAEMON_TAP));
    bench.cleanUp().add("QEMU's TAP", HostTap.another(QEMU_TAP, QEMU_HOST_ADDRESS));
    bench.cleanUp().add("netserver", NetServer.start(setup.netserver(), "0.0.0.0", directory));
    var options =
        new DaemonUnderTest.Options(
            setup.launcher(), directory, "tap:" + DAEMON_TAP, setup.mode(), "auto", false);
    daemon = bench.cleanUp().add("the daemon", DaemonUnderTest.start(options));
    daemonPid = daemon.ownPid();
    passt = startPasst(passtProgram, bench);
    qemu = bench.cleanUp().add("the guest", Qemu.start(options(setup, directory)));
    try {
      bringUp(qemu.guest());
    } catch (LabException e) {
      throw new LabException(
          "%s%nthe daemon's last lines:%n%s%npasst's:%n%s%nthe console's:%n%s"
              .formatted(
                  e.getMessage(),
                  Child.indented(daemon.lastLines(5)),
                  Child.indented(passt == null ? "" : passt.lastLines()),
                  Child.indented(qemu.consoleTail(10))),
          e);
    }
  }

  /** Starts passt. If it is not available, the other back-ends are measured all the same. */
  private static Passt startPasst(Path program, Bench bench) {
    if (program == null) {
      bench.notes().accept("guest: no passt: Debian 13's package could not be fetched");
      return null;
    }
    Path directory = bench.directory();
    try {
      Passt passt = Passt.start(program, directory, directory.resolve(PASST_SOCKET));
      return bench.cleanUp().add(Passt.NAME, passt);
    } catch (LabException e) {
      String why = e.getMessage().lines().map(String::strip).reduce((a, b) -> a + " | " + b).get();
      bench.notes().accept("guest: no passt: it does not run here: " + why);
      return null;
    }
  }

  private Qemu.Options options(Setup setup, Path directory) {
    List<String> overrides = new ArrayList<>(setup.overrides());
    overrides.addAll(
        List.of(
            "-netdev",
            "tap,id=own,ifname=%s,script=no,downscript=no,vhost=off".formatted(QEMU_TAP),
            "-device",
            "virtio-net-pci,netdev=own,mac=" + QEMU_MAC + CARD));
    if (passt != null) {
      overrides.addAll(
          List.of(
              "-chardev",
              "socket,id=passt,path=" + PASST_SOCKET,
              "-netdev",
              "vhost-user,id=passt,chardev=passt",
              "-device",
              "virtio-net-pci,netdev=passt,mac=" + PASST_MAC + CARD));
    }
    return new Qemu.Options(
        setup.qemu(), setup.image(), directory, setup.kernelArguments(), overrides);
  }

  private void bringUp(Guest guest) {
    guest.waitUntilReady(BOOT_PATIENCE);
    run(guest, "echo 1 >/proc/sys/net/ipv6/conf/eth0/disable_ipv6 || true");
    run(guest, "ping -c 1 -W 5 " + HostTap.HOST_ADDRESS);
    bringUp(guest, "eth1", QEMU_MAC, QEMU_GUEST_ADDRESS, QEMU_HOST_ADDRESS);
    if (passt != null) {
      bringUp(guest, "eth2", PASST_MAC, Passt.GUEST_ADDRESS, Passt.HOST_ADDRESS);
    }
  }

  private static void bringUp(Guest guest, String nic, String mac, String own, String host) {
    String seen = run(guest, "cat /sys/class/net/%s/address".formatted(nic)).strip();
    if (!seen.equals(mac)) {
      throw new LabException("%s in the guest has %s, not %s".formatted(nic, seen, mac));
    }
    run(guest, "echo 1 >/proc/sys/net/ipv6/conf/%s/disable_ipv6 || true".formatted(nic));
    run(
        guest,
        "ip address add %s/%d dev %s && ip link set %s up"
            .formatted(own, HostTap.PREFIX_LENGTH, nic, nic));
    run(guest, "ping -c 1 -W 5 " + host);
  }

  private static String run(Guest guest, String command) {
    return guest.mustRun(command, COMMAND_PATIENCE);
  }

  /** Returns its cards, the daemon's first. */
  List<Card> cards() {
    List<Card> cards = new ArrayList<>();
    cards.add(card("the daemon", HostTap.HOST_ADDRESS, () -> CpuTime.ofProcess(daemonPid)));
    cards.add(card("QEMU's virtio-net on a TAP", QEMU_HOST_ADDRESS, null));
    if (passt != null) {
      cards.add(card(Passt.NAME, Passt.HOST_ADDRESS, passt::cpuMicros));
    }
    return cards;
  }

  private Card card(String backEnd, String host, LongSupplier cpuMicros) {
    return new Card(backEnd, new Netperf(qemu.guest(), host), cpuMicros);
  }

  /** Returns QEMU's CPU time so far, including the guest's, in microseconds. */
  long qemuMicros() {
    return qemu.cpuMicros();
  }

  /** Returns how the guest is run. */
  String host() {
    return qemu.name() + ", " + qemu.accelerator();
  }
}
