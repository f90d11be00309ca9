package io.ringfence.server.cli;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.server.Daemon;
import io.ringfence.server.DaemonConfig;
import io.ringfence.server.StandardUplinks;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.device.OfferExtras;
import io.ringfence.server.os.SocketPath;
import io.ringfence.server.takeover.ConfigRecord;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.takeover.TakeOver;
import io.ringfence.server.worker.WatchdogMode;
import io.ringfence.server.worker.WorkerConfig;
import io.ringfence.server.worker.WorkerMode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code ringfence serve}: runs the daemon in the foreground until SIGTERM. */
final class ServeCommand implements Callable<Integer> {
  private static final String ORDER_PLATFORM = "+order_platform";

  private final AdminOption admin = new AdminOption();
  private final TakeOverOption takeOver = new TakeOverOption();
  private final CommandSpec spec =
      Specs.command(
              "serve",
              this,
              "Serve guests on a vhost-user socket, in the foreground, until SIGTERM.")
          .addOption(admin.option())
          .addOption(takeOver.option());

  private final OptionSpec socketPath =
      add(
          Specs.option("--socket-path", Path.class, "PATH", SocketPath::parse)
              .description("The vhost-user socket; at most " + SocketPath.MOST_BYTES + " bytes."));

  private final OptionSpec client =
      add(
          Specs.flag(
              "--client",
              "Connect to the socket, on which a front-end listens, instead of "
                  + "listening on it."));

  private final OptionSpec queues =
      add(
          Specs.option("--queues", int.class, "N")
              .defaultValue("1")
              .description(
                  "Queue pairs that a guest may use, 1 to 64 (default ${DEFAULT-VALUE})."));

  private final OptionSpec uplink =
      add(
          Specs.option("--uplink", String.class, "SPEC")
              .defaultValue("loopback")
              .description(
                  "Destination and source of frames: "
                      + StandardUplinks.ALL.forms()
                      + " (default ${DEFAULT-VALUE})."));

  private final OptionSpec barriers =
      add(
          Specs.option("--barriers", String.class, "POLICY")
              .defaultValue("auto")
              .description(
                  "The barrier policy at the start: none, acqrel, auto, smp, smp-rel, "
                      + "dma, mandatory, seqcst, stub-nop, dose:N or custom:POINT=POLICY,... "
                      + "(default ${DEFAULT-VALUE})."));

  private final OptionSpec allowUnsafe =
      add(
          Specs.flag(
              "--allow-unsafe",
              "Allow policies that lose notifications or data on this processor."));

  private final OptionSpec mode =
      add(
          Specs.option("--mode", String.class, "eventfd|poll")
              .defaultValue("eventfd")
              .description("Sleep until there is work, or busy-poll (default ${DEFAULT-VALUE})."));

  private final OptionSpec workers =
      add(
          Specs.option("--workers", int.class, "N")
              .defaultValue("1")
              .description("Threads that serve queue pairs, 1 to 64 (default ${DEFAULT-VALUE})."));

  private final OptionSpec watchdog =
      add(
          Specs.option("--watchdog", String.class, "off|count|rescue")
              .defaultValue("rescue")
              .description(
                  "Look for lost notifications; count them, or also re-signal (default "
                      + "${DEFAULT-VALUE})."));

  private final OptionSpec guestAnnounce =
      add(
          Specs.flag(
              "--guest-announce",
              "After a migration the guest announces its location, not the daemon. "
                  + "Needs a front-end with a control queue."));

  private final OptionSpec mtu =
      add(
          Specs.option("--mtu", int.class, "BYTES")
              .defaultValue("0")
              .description("The MTU that the front-end may report to its guest, 68 to 65535."));

  private final OptionSpec pcap =
      add(
          Specs.option("--pcap", Path.class, "FILE")
              .description(
                  "Write every frame, both ways, to a capture file (pcapng), as it would be on a wire:"
                      + " checksums filled in, large segments cut. An existing file is replaced."));

  private final OptionSpec features =
      add(
          Specs.option("--features", String.class, "+order_platform")
              .description(
                  "Offer VIRTIO_F_ORDER_PLATFORM too: the guest's driver then uses the "
                      + "barriers for a device on a bus, if the front-end accepts the bit."));

  private final OptionSpec printCapabilities =
      add(
          Specs.flag(
              "--print-capabilities",
              "Print the back-end's capabilities as JSON (vhost-user conventions), "
                  + "and exit."));

  private volatile int status; // to exit with

  ServeCommand() {
    spec.usageMessage()
        .footer(
            "Logs from INFO on, or from the level in RINGFENCE_LOG: ERROR, WARN, "
                + "INFO, DEBUG.");
  }

  private OptionSpec add(OptionSpec.Builder described) {
    OptionSpec option = described.build();
    spec.addOption(option);
    return option;
  }

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws Exception {
    if (printCapabilities.getValue()) {
      spec.commandLine().getOut().println("{\"type\": \"net\", \"features\": []}");
      return 0;
    }
    Preload.awaitLog();
    Daemon daemon = takeOver.isGiven() ? takeOver() : new Daemon(config());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon), "shutdown"));
    status = daemon.awaitEnd() ? 0 : 1;
    return status;
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

  /**
   * Takes options that are not given, and those that front-ends depend on, from the running daemon.
   */
  private void inherit(ConfigRecord running) {
    Path path = socketPath.getValue();
    if (path != null) {
      socketPath.setValue(path.toAbsolutePath().normalize());
    }
    TakeOverOption.same(socketPath, Path.of(running.socketPath()));
    TakeOverOption.same(client, running.client());
    TakeOverOption.same(queues, running.pairs());
    TakeOverOption.same(uplink, running.uplink());
    TakeOverOption.same(guestAnnounce, running.guestAnnounce());
    TakeOverOption.same(mtu, running.mtu());
    TakeOverOption.same(features, running.orderPlatform() ? ORDER_PLATFORM : null);
    TakeOverOption.or(barriers, running.policy());
    TakeOverOption.or(allowUnsafe, running.allowUnsafe());
    TakeOverOption.or(mode, running.mode());
    TakeOverOption.or(workers, running.workers());
    TakeOverOption.or(watchdog, running.watchdog());
    TakeOverOption.or(admin.option(), AdminAddress.parse(running.admin()));
  }

  /**
   * Returns the exit status. A signal is the intended end of a daemon, so its status is 0 unless it
   * ended by itself.
   */
  private void end(Daemon daemon) {
    daemon.close();
    Runtime.getRuntime().halt(status);
  }

  private DaemonConfig config() {
    if (socketPath.getValue() == null) {
      throw wrong("--socket-path is missing; it names the vhost-user socket");
    }
    try {
      return new DaemonConfig(
          socketPath.getValue(),
          client.getValue(),
          queues.getValue(),
          uplink.getValue(),
          BarrierPolicy.parse(barriers.getValue()),
          allowUnsafe.getValue(),
          workers(),
          admin.address(),
          new OfferExtras(guestAnnounce.getValue(), mtu.getValue(), orderPlatform()),
          pcap.getValue());
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private boolean orderPlatform() {
    String given = features.getValue();
    if (given != null && !given.equals(ORDER_PLATFORM)) {
      throw wrong("--features %s is unknown; allowed is %s".formatted(given, ORDER_PLATFORM));
    }
    return given != null;
  }

  private WorkerConfig workers() {
    return new WorkerConfig(
        workers.getValue(),
        named(mode, WorkerMode.values(), WorkerMode::label),
        named(watchdog, WatchdogMode.values(), WatchdogMode::label));
  }

  private <T> T named(OptionSpec option, T[] values, Function<T, String> label) {
    String text = option.getValue();
    for (T value : values) {
      if (label.apply(value).equals(text)) {
        return value;
      }
    }
    String allowed = Stream.of(values).map(label).collect(Collectors.joining(", "));
    throw wrong("%s %s is unknown; allowed are %s".formatted(option.longestName(), text, allowed));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
