package io.ringfence.server.cli;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.Daemon;
import io.ringfence.server.DaemonConfig;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.session.OfferExtras;
import io.ringfence.server.takeover.ConfigRecord;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.takeover.TakeOver;
import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ringfence serve}: runs the daemon in the foreground until SIGTERM. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Serve guests on a vhost-user socket, in the foreground, until SIGTERM.",
    footer = "It logs from INFO on, or from the level in RINGFENCE_LOG: ERROR, WARN, INFO, DEBUG.")
final class ServeCommand implements Callable<Integer> {
  private static final String ORDER_PLATFORM = "+order_platform";

  @Spec private CommandSpec spec;

  @Option(names = "--socket-path", paramLabel = "PATH", description = "The vhost-user socket.")
  private Path socketPath;

  @Option(
      names = "--client",
      description = "Connect to the socket, where a front-end listens, instead of listening on it.")
  private boolean client;

  @Option(
      names = "--queues",
      paramLabel = "N",
      defaultValue = "1",
      description = "Queue pairs that a guest may use, 1 to 64 (default ${DEFAULT-VALUE}).")
  private int queues;

  @Option(
      names = "--uplink",
      paramLabel = "SPEC",
      defaultValue = "loopback",
      description = "Where frames go: " + Uplinks.FORMS + " (default ${DEFAULT-VALUE}).")
  private String uplink;

  @Option(
      names = "--barriers",
      paramLabel = "POLICY",
      defaultValue = "auto",
      description =
          "The barrier policy at first: none, acqrel, auto, smp, smp-rel, dma, mandatory, seqcst,"
              + " stub-nop, dose:N or custom:POINT=POLICY,... (default ${DEFAULT-VALUE}).")
  private String barriers;

  @Option(
      names = "--allow-unsafe",
      description = "Allow policies that lose notifications or data on this processor.")
  private boolean allowUnsafe;

  @Option(
      names = "--mode",
      paramLabel = "eventfd|poll",
      defaultValue = "eventfd",
      description = "Sleep until there is work, or look all the time (default ${DEFAULT-VALUE}).")
  private String mode;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads that serve queue pairs, 1 to 64 (default ${DEFAULT-VALUE}).")
  private int workers;

  @Option(
      names = "--watchdog",
      paramLabel = "off|count|rescue",
      defaultValue = "rescue",
      description =
          "Look for notifications that were lost, and count them, or make them good too (default"
              + " ${DEFAULT-VALUE}).")
  private String watchdog;

  @Option(
      names = "--guest-announce",
      description =
          "After a migration the guest tells the network where it is, not the daemon. Needs a"
              + " front-end with a control queue.")
  private boolean guestAnnounce;

  @Option(
      names = "--mtu",
      paramLabel = "BYTES",
      description = "The MTU that the front-end may tell its guest, 68 to 65535.")
  private int mtu;

  @Option(
      names = "--pcap",
      paramLabel = "FILE",
      description =
          "Write every frame, both ways, to a capture file (pcapng), as it would be on a wire:"
              + " checksums filled in, large segments cut. An existing file is replaced.")
  private Path pcap;

  @Option(
      names = "--features",
      paramLabel = "+order_platform",
      description =
          "Offer VIRTIO_F_ORDER_PLATFORM too: the guest's driver then takes the barriers of a device on"
              + " a bus, where the front-end lets the bit through.")
  private String features;

  @Mixin private AdminOption admin;

  @Mixin private TakeOverOption takeOver;

  @Option(
      names = "--print-capabilities",
      description = "Print what this back-end can do as JSON (vhost-user conventions), and exit.")
  private boolean printCapabilities;

  @Override
  public Integer call() throws Exception {
    if (printCapabilities) {
      spec.commandLine().getOut().println("{\"type\": \"net\", \"features\": []}");
      return 0;
    }
    Daemon daemon = takeOver.isGiven() ? takeOver() : new Daemon(config());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon), "shutdown"));
    daemon.awaitHandedOver();
    return 0;
  }

  private Daemon takeOver() throws IOException, HandOverException {
    try (TakeOver running = takeOver.begin()) {
      return new Daemon(config(running), running);
    }
  }

  private DaemonConfig config(TakeOver running) {
    try {
      inherit(running.config());
      return config();
    } catch (ParameterException e) {
      running.refuse(e.getMessage());
      throw e;
    }
  }

  /** What is not given is as in the running daemon, and what front-ends depend on in any case. */
  private void inherit(ConfigRecord running) {
    String path = socketPath == null ? null : socketPath.toAbsolutePath().normalize().toString();
    socketPath = Path.of(takeOver.same("--socket-path", path, running.socketPath()));
    client = takeOver.same("--client", client, running.client());
    queues = takeOver.same("--queues", queues, running.pairs());
    uplink = takeOver.same("--uplink", uplink, running.uplink());
    guestAnnounce = takeOver.same("--guest-announce", guestAnnounce, running.guestAnnounce());
    mtu = takeOver.same("--mtu", mtu, running.mtu());
    features =
        takeOver.same("--features", features, running.orderPlatform() ? ORDER_PLATFORM : null);
    barriers = takeOver.or("--barriers", barriers, running.policy());
    allowUnsafe = takeOver.or("--allow-unsafe", allowUnsafe, running.allowUnsafe());
    mode = takeOver.or("--mode", mode, running.mode());
    workers = takeOver.or("--workers", workers, running.workers());
    watchdog = takeOver.or("--watchdog", watchdog, running.watchdog());
    admin.orElse(AdminAddress.parse(running.admin()));
  }

  /** A signal is how a daemon is meant to end, so its status is 0. */
  private static void end(Daemon daemon) {
    daemon.close();
    Runtime.getRuntime().halt(0);
  }

  private DaemonConfig config() {
    if (socketPath == null) {
      throw wrong("--socket-path is missing; it names the vhost-user socket");
    }
    try {
      return new DaemonConfig(
          socketPath,
          client,
          queues,
          uplink,
          BarrierPolicy.parse(barriers),
          allowUnsafe,
          workers(),
          admin.address(),
          new OfferExtras(guestAnnounce, mtu, orderPlatform()),
          pcap);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private boolean orderPlatform() {
    if (features != null && !features.equals(ORDER_PLATFORM)) {
      throw wrong("--features %s is unknown; allowed is %s".formatted(features, ORDER_PLATFORM));
    }
    return features != null;
  }

  private WorkerConfig workers() {
    return new WorkerConfig(
        workers,
        named("--mode", mode, WorkerMode.values(), WorkerMode::label),
        named("--watchdog", watchdog, WatchdogMode.values(), WatchdogMode::label));
  }

  private <T> T named(String option, String text, T[] values, Function<T, String> label) {
    for (T value : values) {
      if (label.apply(value).equals(text)) {
        return value;
      }
    }
    String allowed = Stream.of(values).map(label).collect(Collectors.joining(", "));
    throw wrong("%s %s is unknown; allowed are %s".formatted(option, text, allowed));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
