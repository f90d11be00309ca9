package io.ringfence.lab.measure.bench.guest;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * passt as a vhost-user back-end. It terminates the guest's connections and opens sockets in this
 * network namespace. No traffic leaves the namespace.
 */
final class Passt implements AutoCloseable {
  /** The address under which the guest reaches this namespace's loopback. */
  static final String HOST_ADDRESS = "10.79.0.1";

  static final String GUEST_ADDRESS = "10.79.0.2";
  static final int PREFIX_LENGTH = 24;

  /** Its name in the report. */
  static final String NAME = "passt";

  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private final Child child;

  private Passt(Child child) {
    this.child = child;
  }

  /**
   * Starts passt. A front-end can connect on return.
   *
   * @throws LabException with its last lines if it does not listen within 10 s
   */
  static Passt start(Path program, Path directory, Path socket) {
    allowPing();
    Child child = Child.start(NAME, command(program, socket), directory, line -> {});
    try {
      Waiting.until(
          "passt's socket " + socket.getFileName(),
          START_PATIENCE,
          () -> {
            child.checkAlive();
            return Files.exists(socket);
          });
      return new Passt(child);
    } catch (RuntimeException e) {
      child.close();
      throw e;
    }
  }

  // It forwards a guest's pings through sockets that a new namespace denies to every group.
  private static void allowPing() {
    Path groups = Path.of("/proc/sys/net/ipv4/ping_group_range");
    try {
      Files.writeString(groups, "0 0");
    } catch (IOException e) {
      throw new LabException(groups + ": " + e.getMessage(), e);
    }
  }

  // The ports: none of the host's leads to the guest. --runas: passt would give up the root of
  // this namespace, and with it the socket's folder.
  private static List<String> command(Path program, Path socket) {
    return List.of(
        program.toString(),
        "--foreground",
        "--runas=0",
        "--vhost-user",
        "--socket=" + socket,
        "--ipv4-only",
        "--address=" + GUEST_ADDRESS,
        "--netmask=" + PREFIX_LENGTH,
        "--gateway=" + HOST_ADDRESS,
        "--map-host-loopback=" + HOST_ADDRESS,
        "--tcp-ports=none",
        "--udp-ports=none");
  }

  /** Returns the CPU time so far, in microseconds. */
  long cpuMicros() {
    child.checkAlive();
    return CpuTime.ofProcess(child.pid());
  }

  /** Returns its last lines of output. */
  String lastLines() {
    return child.lastLines(5);
  }

  @Override
  public void close() {
    child.close();
  }
}
