package io.ringfence.lab.kit.client;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.ChildLines;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Software front-ends in a separate Java process, on the driver's core. */
public final class ClientProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String BEGUN = "measuring";

  private final ChildLines lines;
  private final String name;

  private ClientProcess(String name, ChildLines lines) {
    this.name = name;
    this.lines = lines;
  }

  /** Starts a client and returns when it measures. */
  public static ClientProcess start(int core, Path directory, String what, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "taskset",
                "-c",
                Integer.toString(core),
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xms128m",
                "-Xmx256m",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.ringfence.lab.cli.LabMain",
                "client",
                what));
    command.addAll(List.of(options));
    var client = new ClientProcess(what + " client", ChildLines.start(what, command, directory));
    try {
      while (!client.line(PATIENCE).equals(BEGUN)) {
        // a warning of its JVM
      }
      return client;
    } catch (RuntimeException e) {
      client.close();
      throw e;
    }
  }

  /** Waits for the client's end and returns its figures by name. */
  public Map<String, Double> result(Duration run) {
    Map<String, Double> values = new TreeMap<>();
    for (String word : line(run.plus(PATIENCE)).split(" ")) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw failed("printed \"" + word + "\"", null);
      }
      values.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
    }
    return values;
  }

  /**
   * Returns if the client still runs.
   *
   * @throws LabException with its last lines if it has ended
   */
  public void checkAlive() {
    lines.child().checkAlive();
  }

  private String line(Duration patience) {
    try {
      return lines.readLine(patience).orElseThrow(() -> failed("ended", null));
    } catch (IOException e) {
      throw failed(e.getMessage(), e);
    }
  }

  private LabException failed(String why, Throwable cause) {
    return new LabException(
        "the %s %s; its last lines:%n%s".formatted(name, why, lines.child().lastLines(12)), cause);
  }

  @Override
  public void close() {
    lines.close();
  }
}
