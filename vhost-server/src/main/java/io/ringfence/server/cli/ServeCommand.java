package io.ringfence.server.cli;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.Daemon;
import io.ringfence.server.DaemonConfig;
import io.ringfence.server.session.OfferExtras;
import io.ringfence.server.uplink.Uplinks;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
    description = "Serve guests on a vhost-user socket, in the foreground, until SIGTERM.")
final class ServeCommand implements Callable<Integer> {
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
          "Look ten times a second for notifications that were lost, and count them, or make them"
              + " good too (default ${DEFAULT-VALUE}).")
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

  @Mixin private AdminOption admin;

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
    DaemonConfig config = config();
    var ended = new CountDownLatch(1);
    var daemon = new Daemon(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon), "shutdown"));
    ended.await();
    return 0;
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
          new OfferExtras(guestAnnounce, mtu),
          pcap);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
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
