package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.os.Namespace;
import io.ringfence.server.pair.RingCounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hand-overs that were recorded of each release, against this build: it takes over from the
 * recorded old side, and the recorded new side takes over from it. {@link RecordHandOver} records.
 */
class HandOverReplayTest {
  private static final int FRAMES_BEFORE = 100; // as the recording counts them

  private static List<String> recordings() {
    return Conversation.named("-loopback.jsonl");
  }

  @Test
  void theFirstReleaseIsRecorded() {
    assertThat(Conversation.named(".jsonl")).contains("0.1.0-loopback.jsonl", "0.1.0-tap.jsonl");
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void thisBuildTakesOverFromTheRecordedOne(String name, @TempDir Path directory) throws Exception {
    var fds = new OpenFds();
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = ReplayedDaemon.of(Conversation.read(name), directory)) {
      for (var frontEnd : daemon.daemon().frontEnds().all()) {
        assertThat(frontEnd.vrings().get(1).counters().get(RingCounter.FRAMES))
            .as("sent by session %d, before and after", frontEnd.id())
            .isEqualTo(FRAMES_BEFORE + ReplayedDaemon.FRAMES);
      }
      assertThat(log.warnings()).isEmpty();
    }
    fds.assertLevel();
  }

  /** This build's answers, cut to what the recorded version knows, are enough for a successor. */
  @ParameterizedTest
  @MethodSource("recordings")
  void theRecordedOneTakesOverFromThisBuild(String name, @TempDir Path directory) throws Exception {
    Conversation conversation = Conversation.read(name);
    try (var scene = new HandOverScene(directory)) {
      List<PlayedPredecessor.Step> steps = playNewSide(conversation, scene.daemon().daemon());
      try (var old = new PlayedPredecessor(directory.resolve("door"), steps)) {
        scene.daemon().restartFrom(old.path());
      }
      scene.passFrames(2);
    }
  }

  /** Takes a daemon over as recorded; returns what was said, for another to say. */
  static List<PlayedPredecessor.Step> playNewSide(Conversation conversation, Daemon daemon)
      throws Exception {
    var steps = new ArrayList<PlayedPredecessor.Step>();
    try (var socket = HandOverSocket.connect(daemon.expectSuccessor())) {
      for (Conversation.Line line : conversation.lines()) {
        HandOverSocket.Message message;
        if (line.isFromNew()) {
          message = new HandOverSocket.Message(line.type(), line.body(), List.of());
          socket.send(line.type(), line.body(), List.of());
        } else {
          HandOverSocket.Message said = socket.expect(line.type());
          ObjectNode read = RecordedReader.read(said.body(), line.body());
          message = new HandOverSocket.Message(line.type(), read, said.fds());
        }
        steps.add(new PlayedPredecessor.Step(line.isFromNew(), message));
      }
      socket.awaitEnd();
    }
    return steps;
  }

  private static Stream<String> recordingsOfTaps() {
    return Conversation.named("-tap.jsonl").stream();
  }

  /** In a network namespace of its own; where there is none, no TAP can be handed over. */
  @ParameterizedTest
  @MethodSource("recordingsOfTaps")
  void aTapGoesAlong(String name) throws Exception {
    List<String> namespace = Namespace.way();
    Namespace.Result result =
        Namespace.run(namespace, HandOverTapProbe.class, "-Dringfence.replay=" + name);
    if (namespace.isEmpty()) {
      assertThat(result.output()).containsAnyOf("modprobe tun", "run as root", "unshare");
      return;
    }
    assertThat(result.output().lines().filter(line -> line.matches("(new|old) side .*")))
        .as(result.output())
        .containsExactly("new side answered", "old side answered, frames 2");
  }
}
