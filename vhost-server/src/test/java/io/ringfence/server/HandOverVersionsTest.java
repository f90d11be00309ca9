package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.os.Fd;
import io.ringfence.server.takeover.HandOverException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version whose messages have other fields: the recording of this one, changed. */
class HandOverVersionsTest {
  private static final String RECORDING = "0.1.0-loopback.jsonl";
  private static final String MORE = "fieldOfNextVersion";
  private static final int VALUE = 7;
  private static final String[] NOT_REQUIRED = {
    "pid",
    "policy",
    "allowUnsafe",
    "workers",
    "mode",
    "watchdog",
    "guestAnnounce",
    "mtu",
    "orderPlatform",
    "rehearsal",
    "status",
    "backendChannel",
    "claims",
    "polled",
    "stoppedNanos",
    "broken",
    "counts",
    "ports"
  };

  /** Every object of every message has a field more. */
  private static Conversation nextVersion() throws Exception {
    return Conversation.read(RECORDING)
        .with(line -> {
          addMore(line.body());
          return line;
        });
  }

  private static void addMore(JsonNode node) {
    node.forEach(HandOverVersionsTest::addMore);
    if (node instanceof ObjectNode object) {
      object.put(MORE, VALUE);
    }
  }

  /** N+1 hands over to N, and N to N+1. */
  @Test
  void whatIsUnknownIsPassedOn(@TempDir Path directory) throws Exception {
    Conversation next = nextVersion();
    try (var daemon = ReplayedDaemon.of(next, directory)) {
      try (var successor = successor(daemon, next)) {
        JsonNode config = successor.expect(HandOverSocket.CONFIG).body();
        assertKept(config, config.path("daemon"));
        JsonNode state = ask(successor, HandOverSocket.PREPARE, HandOverSocket.STATE);
        assertKept(state);
        assertThat(state.path("sessions")).hasSize(2);
        state.path("sessions").forEach(HandOverVersionsTest::assertSessionKept);
        assertNotKept(state.path("rehearsal"));
        JsonNode places = ask(successor, HandOverSocket.COMMIT, HandOverSocket.PLACES);
        JsonNode place = places.path("sessions").get(1).get(0);
        assertNotKept(places, place);
        assertKept(place.path("counts"));
      } // without START, so that the daemon serves on
      daemon.passFrames(3);
    }
  }

  private static HandOverSocket successor(ReplayedDaemon daemon, Conversation next)
      throws Exception {
    var successor = HandOverSocket.connect(daemon.daemon().expectSuccessor());
    successor.send(HandOverSocket.HELLO, next.body(HandOverSocket.HELLO), List.of());
    return successor;
  }

  private static JsonNode ask(HandOverSocket successor, int type, int answer) throws Exception {
    successor.send(type, JsonNodeFactory.instance.objectNode(), List.of());
    HandOverSocket.Message message = successor.expect(answer);
    message.fds().forEach(Fd::close);
    return message.body();
  }

  private static void assertSessionKept(JsonNode session) {
    JsonNode device = session.path("device");
    assertKept(session, device);
    device.path("regions").forEach(HandOverVersionsTest::assertKept);
    for (JsonNode ring : device.path("rings")) {
      assertKept(ring);
      assertNotKept(ring.path("address"));
    }
    assertNotKept(device.path("log"));
  }

  private static void assertKept(JsonNode... records) {
    for (JsonNode record : records) {
      assertThat(record.path(MORE).asInt()).as("%s of %s", MORE, record).isEqualTo(VALUE);
    }
  }

  private static void assertNotKept(JsonNode... records) {
    for (JsonNode record : records) {
      assertThat(record.has(MORE)).as("%s of %s", MORE, record).isFalse();
    }
  }

  @Test
  void whatIsUnknownOfASessionEndsWithIt(@TempDir Path directory) throws Exception {
    Conversation next = nextVersion();
    try (var daemon = ReplayedDaemon.of(next, directory)) {
      daemon.endFirst();
      try (var successor = successor(daemon, next)) {
        successor.expect(HandOverSocket.CONFIG);
        JsonNode state = ask(successor, HandOverSocket.PREPARE, HandOverSocket.STATE);
        assertThat(state.path("sessions")).hasSize(1);
        assertSessionKept(state.path("sessions").get(0));
      }
    }
  }

  @Test
  void whatIsMissingHasItsDefault(@TempDir Path directory) throws Exception {
    Conversation least =
        Conversation.read(RECORDING)
            .with(line -> {
              removeFrom(line.body());
              return line;
            });
    try (var log = LogLines.of("io.ringfence.server")) {
      ReplayedDaemon.of(least, directory).close();
      log.assertSaid("sessions=2 stopped=unknown");
      assertThat(log.warnings()).isEmpty();
    }
  }

  private static void removeFrom(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(List.of(NOT_REQUIRED));
    }
    node.forEach(HandOverVersionsTest::removeFrom);
  }

  /** The old side hears why, and would serve on. */
  @Test
  void withoutWhatIsRequiredNothingIsTakenOver(@TempDir Path directory) throws Exception {
    var fds = new OpenFds();
    Conversation broken =
        Conversation.read(RECORDING)
            .with(line -> {
              if (line.type() == HandOverSocket.STATE) {
                ((ObjectNode) line.body().path("sessions").get(1)).remove("protocolFeatures");
              }
              return line;
            });
    try (var guests = new RecordedGuests(directory, broken, List.of());
        var old = new PlayedPredecessor(directory.resolve("door"), refusedAfterState(guests))) {
      String why =
          "STATE: sessions[1].protocolFeatures is missing and has no default; the sending process"
              + " must be of another version";
      assertThatThrownBy(() -> RunningDaemon.takingOver(directory, old.path()))
          .isInstanceOf(HandOverException.class)
          .hasMessage(why);
      assertThat(old.lastHeard().body().path("why").asText()).isEqualTo(why);
    }
    fds.assertLevel();
  }

  private static List<PlayedPredecessor.Step> refusedAfterState(RecordedGuests guests) {
    var nothing = JsonNodeFactory.instance.objectNode();
    var refusal = new HandOverSocket.Message(HandOverSocket.REFUSAL, nothing, List.of());
    var steps = new ArrayList<>(guests.steps().subList(0, 4)); // HELLO, CONFIG, PREPARE, STATE
    steps.add(new PlayedPredecessor.Step(true, refusal));
    return steps;
  }
}
