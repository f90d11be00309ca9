package io.ringfence.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.os.Fd;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A hand-over that was recorded: what a released version said, a message a line of a file. {@link
 * RecordHandOver} makes such files.
 */
record Conversation(List<Line> lines) {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A message.
   *
   * @param from {@link #NEW} or {@link #OLD}
   * @param name the type's name, for people
   * @param fds kinds of the descriptors that came along, as {@link #kind} tells them
   */
  record Line(String from, int type, String name, List<String> fds, ObjectNode body) {
    boolean isFromNew() {
      return from.equals(NEW);
    }
  }

  static final String NEW = "new";
  static final String OLD = "old";

  /** The folder of recordings, as the build sees it. */
  static final Path SOURCES = Path.of("src/test/resources/hand-over");

  /** Names of recordings that end so. */
  static List<String> named(String end) {
    try (Stream<Path> files = Files.list(folder())) {
      return files.map(file -> file.getFileName().toString()).filter(n -> n.endsWith(end)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path folder() {
    try {
      return Path.of(Conversation.class.getResource("/hand-over").toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static Conversation read(String name) throws IOException {
    try (Stream<String> lines = Files.lines(folder().resolve(name))) {
      return new Conversation(lines.map(Conversation::parse).toList());
    }
  }

  private static Line parse(String line) {
    try {
      return JSON.readValue(line, Line.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file) throws IOException {
    var text = new StringBuilder();
    for (Line line : lines) {
      text.append(JSON.writeValueAsString(line)).append('\n');
    }
    Files.writeString(file, text);
  }

  /** The body of the only message of a type. */
  ObjectNode body(int type) {
    return lines.stream().filter(line -> line.type() == type).findFirst().orElseThrow().body();
  }

  /** The same with other bodies; the operator may change the copy that it gets. */
  Conversation with(UnaryOperator<Line> change) {
    return new Conversation(
        lines.stream()
            .map(line ->
                change.apply(
                    new Line(
                        line.from(), line.type(), line.name(), line.fds(), line.body().deepCopy())))
            .toList());
  }

  /** What a descriptor is of: socket, eventfd, memfd or tap. */
  static String kind(Fd fd) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd.number())).toString();
      return switch (target) {
        case "anon_inode:[eventfd]" -> "eventfd";
        case "/dev/net/tun" -> "tap";
        case String socket when socket.startsWith("socket:") -> "socket";
        case String file when file.startsWith("/memfd:") -> "memfd";
        default -> throw new IllegalStateException("no kind for " + target);
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
