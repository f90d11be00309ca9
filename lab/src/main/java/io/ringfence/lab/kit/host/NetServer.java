package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** netperf's server, on the host's side of the TAP. */
public final class NetServer implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);
  private static final int PORT = 12865;

  private final Child child;

  private NetServer(Child child) {
    this.child = child;
  }

  /**
   * Starts netserver in the foreground and returns when it listens.
   *
   * @param command the program and the words before its options
   */
  public static NetServer start(List<String> command, String address, Path runDirectory) {
    List<String> all = new java.util.ArrayList<>(command);
    all.addAll(List.of("-D", "-4", "-L", address));
    NetServer server = new NetServer(Child.start("netserver", all, runDirectory, line -> {}));
    try {
      Waiting.until(
          "netserver to listen on port " + PORT,
          START_PATIENCE,
          () -> {
            server.child.checkAlive();
            return listens();
          });
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  @Override
  public void close() {
    child.close();
  }

  // Looks the port up without a connection, since netserver takes a connection as the start of a
  // test.
  private static boolean listens() {
    String local = ":%04X".formatted(PORT);
    try (var lines = Files.lines(Path.of("/proc/self/net/tcp"))) {
      return lines
          .map(line -> line.strip().split("\\s+"))
          .anyMatch(field -> field[1].endsWith(local) && field[3].equals("0A"));
    } catch (IOException e) {
      throw new LabException("/proc/self/net/tcp: " + e.getMessage(), e);
    }
  }
}
