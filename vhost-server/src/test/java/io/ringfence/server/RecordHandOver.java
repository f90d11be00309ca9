package io.ringfence.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.os.Namespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records hand-overs of this build into the test resources, for each release once. It is no test,
 * and runs only when it is named:
 *
 * <pre>
 *   mvn -pl vhost-server -am test -Dtest=RecordHandOver -Dsurefire.failIfNoSpecifiedTests=false \
 *       -Dringfence.recording=0.1.0
 * </pre>
 *
 * <p>What differs from run to run, such as paths and process ids, is written as a fixed value, so
 * that a recording can be compared with the one before.
 */
class RecordHandOver {
  private static final String PROPERTY = "ringfence.recording";
  private static final long SOME_PID = 1000;
  private static final long SOME_NANOS = 1_000_000_000;

  @Test
  void loopback(@TempDir Path directory) throws Exception {
    record(file("loopback"), directory);
  }

  /** In a network namespace of its own. */
  @Test
  void tap() throws Exception {
    List<String> way = Namespace.way();
    Assumptions.assumeFalse(way.isEmpty(), "no network namespace with TAPs here");
    Path file = file("tap").toAbsolutePath();
    Namespace.Result result =
        Namespace.run(way, HandOverTapProbe.class, "-D%s=%s".formatted(PROPERTY, file));
    if (result.status() != 0) {
      throw new AssertionError(result.output());
    }
  }

  private static Path file(String uplink) throws Exception {
    String version = System.getProperty(PROPERTY);
    if (version == null) {
      throw new AssertionError("-D%s is missing; it names the version".formatted(PROPERTY));
    }
    Files.createDirectories(Conversation.SOURCES);
    return Conversation.SOURCES.resolve("%s-%s.jsonl".formatted(version, uplink));
  }

  private static void record(Path file, Path directory) throws Exception {
    try (var scene = new HandOverScene(directory)) {
      record(file, directory, scene.daemon());
      scene.passFrames(2);
    }
  }

  /** Has a daemon taken over, and writes down what was said. */
  static void record(Path file, Path directory, RunningDaemon daemon) throws Exception {
    Path door = directory.resolve("relay");
    try (var relay = new HandOverRelay(door, daemon.daemon().expectSuccessor())) {
      daemon.restartFrom(door);
      relay.conversation().with(RecordHandOver::withoutThisRun).write(file);
    }
  }

  private static Conversation.Line withoutThisRun(Conversation.Line line) {
    replace(line.body(), "pid", SOME_PID);
    ObjectNode body = line.body();
    switch (line.type()) {
      case HandOverSocket.CONFIG -> {
        ObjectNode daemon = (ObjectNode) body.path("daemon");
        daemon.put("pid", SOME_PID);
        daemon.put("socketPath", "/run/ringfence/vhost-user.sock");
        daemon.put("admin", "unix:/run/ringfence/admin.sock");
      }
      case HandOverSocket.STATE ->
          body.path("sessions").forEach(session -> replace(session, "pid", SOME_PID));
      case HandOverSocket.PLACES -> replace(body, "stoppedNanos", SOME_NANOS);
      default -> {}
    }
    return line;
  }

  private static void replace(JsonNode node, String name, long value) {
    if (node.has(name)) {
      ((ObjectNode) node).put(name, value);
    }
  }
}
