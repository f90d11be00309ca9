package io.ringfence.lab.measure.bench;

import io.ringfence.lab.kit.daemon.DaemonUnderTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The daemons of a part, each started at its first use, on the device's core. */
public final class Daemons implements AutoCloseable {
  /** The core of the driver's side of a comparison. */
  public static final int DRIVER_CORE = 0;

  /** The core of the device: the daemon or a peer. */
  public static final int DEVICE_CORE = 1;

  private record Running(DaemonUnderTest daemon, Path socket) {}

  private final Bench bench;
  private final Map<String, Running> running = new HashMap<>();

  public Daemons(Bench bench) {
    this.bench = bench;
  }

  /** Returns the daemon with this uplink and mode. */
  public DaemonUnderTest get(String uplink, String mode) {
    return running(uplink, mode).daemon;
  }

  /** Returns its vhost-user socket. */
  public Path socket(String uplink, String mode) {
    return running(uplink, mode).socket;
  }

  private Running running(String uplink, String mode) {
    return running.computeIfAbsent(uplink + " " + mode, key -> start(uplink, mode));
  }

  /** Returns the command prefixed to run on the device's core. */
  public static List<String> onDeviceCore(List<String> command) {
    List<String> pinned = new ArrayList<>(List.of("taskset", "-c", Integer.toString(DEVICE_CORE)));
    pinned.addAll(command);
    return List.copyOf(pinned);
  }

  private Running start(String uplink, String mode) {
    List<String> pinned = onDeviceCore(bench.launcher());
    Path directory = bench.directory("daemon-" + running.size());
    var options = new DaemonUnderTest.Options(pinned, directory, uplink, mode, "auto", false);
    return new Running(
        bench.cleanUp().add("the daemon", DaemonUnderTest.start(options)), options.vhostSocket());
  }

  @Override
  public void close() {
    running.values().forEach(each -> each.daemon.close());
  }
}
