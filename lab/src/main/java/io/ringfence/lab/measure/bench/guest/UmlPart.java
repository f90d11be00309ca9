package io.ringfence.lab.measure.bench.guest;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import io.ringfence.lab.kit.guest.Guest;
import io.ringfence.lab.kit.guest.UmlGuest;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.host.NetServer;
import io.ringfence.lab.kit.traffic.Netperf;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Figure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * netperf in a User Mode Linux, whose code runs natively on the host's CPU: through the daemon, and
 * through the kernel's own network on a TAP of the same kind.
 */
public final class UmlPart {
  /** The part's name. */
  public static final String NAME = "uml";

  private static final Duration BOOT_PATIENCE = Duration.ofSeconds(60);
  private static final Duration COMMAND_PATIENCE = Duration.ofSeconds(15);
  private static final String DAEMON_TAP = "ringfence0";
  private static final String OWN_TAP = "ringfence1";
  private static final String OWN_HOST_ADDRESS = "10.78.0.1";
  private static final String OWN_GUEST_ADDRESS = "10.78.0.2";
  private static final String OWN_NIC = "vec0";

  private final Bench bench;
  private final Path image;
  private final List<String> netserver;

  /**
   * Prepares this kernel.
   *
   * @param image a directory with {@code kernel} and {@code initramfs}
   * @param netserver netserver's command, without its own options
   */
  public UmlPart(Bench bench, Path image, List<String> netserver) {
    this.bench = bench;
    this.image = image;
    this.netserver = List.copyOf(netserver);
  }

  /** Returns the figures of all tests. */
  public List<Figure> run() {
    Path directory = bench.directory();
    bench.cleanUp().add("the daemon's TAP", HostTap.create(DAEMON_TAP));
    bench.cleanUp().add("the kernel's own TAP", HostTap.another(OWN_TAP, OWN_HOST_ADDRESS));
    bench.cleanUp().add("netserver", NetServer.start(netserver, "0.0.0.0", directory));
    var options =
        new DaemonUnderTest.Options(
            bench.launcher(), directory, "tap:" + DAEMON_TAP, "eventfd", "auto", false);
    DaemonUnderTest daemon = bench.cleanUp().add("the daemon", DaemonUnderTest.start(options));
    bench.progress().say("uml: booting");
    List<String> ownCard =
        List.of("%s:transport=tap,ifname=%s,depth=128,gro=1".formatted(OWN_NIC, OWN_TAP));
    UmlGuest uml =
        bench
            .cleanUp()
            .add(
                "User Mode Linux",
                UmlGuest.start(image, directory, options.vhostSocket(), ownCard));
    try {
      return measure(uml, daemon.ownPid());
    } catch (LabException e) {
      throw uml.explained(e, daemon);
    }
  }

  private List<Figure> measure(UmlGuest uml, long daemonPid) {
    Guest guest = uml.guest();
    guest.waitUntilReady(BOOT_PATIENCE);
    guest.mustRun("ping -c 1 -W 5 " + HostTap.HOST_ADDRESS, COMMAND_PATIENCE);
    List<Card> cards = new ArrayList<>();
    cards.add(
        new Card(
            "the daemon",
            new Netperf(guest, HostTap.HOST_ADDRESS),
            () -> CpuTime.ofProcess(daemonPid)));
    if (ownCardWorks(guest)) {
      Netperf own = new Netperf(guest, OWN_HOST_ADDRESS);
      cards.add(new Card("UML's own network on a TAP", own, null));
    }
    return new NetperfRounds(NAME, bench, "UML", uml::cpuMicros, cards).run(false);
  }

  /**
   * Returns whether the kernel's own network works. A kernel may be built without that driver; then
   * the daemon is measured alone.
   */
  private boolean ownCardWorks(Guest guest) {
    Guest.Output output =
        guest.run(
            "{ ip address add %s/%d dev %s && ip link set %s up && ping -c 1 -W 5 %s; } 2>&1"
                .formatted(
                    OWN_GUEST_ADDRESS, HostTap.PREFIX_LENGTH, OWN_NIC, OWN_NIC, OWN_HOST_ADDRESS),
            COMMAND_PATIENCE);
    if (output.status() == 0) {
      return true;
    }
    bench
        .notes()
        .accept(
            "uml: the daemon alone, this kernel's own network on a TAP (vec0) does not work: "
                + output.text().strip().replace("\n", " | "));
    return false;
  }
}
