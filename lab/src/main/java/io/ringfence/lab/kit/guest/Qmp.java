package io.ringfence.lab.kit.guest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.UnixStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** QEMU's machine protocol: one JSON object per line; events are skipped. */
public final class Qmp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final UnixStream stream;
  private final String version;

  private Qmp(UnixStream stream, String version) {
    this.stream = stream;
    this.version = version;
  }

  /** Connects, reads QEMU's greeting and leaves negotiation mode. */
  public static Qmp connect(Path socket) throws IOException {
    UnixStream stream = UnixStream.connect(socket);
    try {
      JsonNode greeting = read(stream);
      JsonNode number = greeting.path("QMP").path("version").path("qemu");
      Qmp qmp =
          new Qmp(
              stream,
              "%d.%d.%d"
                  .formatted(
                      number.path("major").asInt(),
                      number.path("minor").asInt(),
                      number.path("micro").asInt()));
      qmp.execute("qmp_capabilities");
      return qmp;
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  /** Returns QEMU's version, three numbers with dots. */
  public String version() {
    return version;
  }

  /** Runs a command as {@link #execute(String, Map)} does, without arguments. */
  public JsonNode execute(String command) {
    return execute(command, Map.of());
  }

  /**
   * Runs a command and returns its result.
   *
   * @throws LabException if QEMU refuses it or does not answer for 10 s
   */
  public JsonNode execute(String command, Map<String, ?> arguments) {
    try {
      Map<String, ?> message =
          arguments.isEmpty()
              ? Map.of("execute", command)
              : Map.of("execute", command, "arguments", arguments);
      stream.write(JSON.valueToTree(message) + "\n", PATIENCE);
      while (true) {
        JsonNode answer = read(stream);
        if (answer.has("error")) {
          throw new LabException(
              "QEMU refuses %s: %s".formatted(command, answer.at("/error/desc").asText()));
        }
        if (answer.has("return")) {
          return answer.get("return");
        }
      }
    } catch (IOException e) {
      throw new LabException("QEMU's monitor, %s: %s".formatted(command, e.getMessage()), e);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private static JsonNode read(UnixStream stream) throws IOException {
    return JSON.readTree(
        stream
            .readLine(PATIENCE)
            .orElseThrow(() -> new IOException("QEMU closed its monitor connection")));
  }
}
