package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringfence.server.takeover.Formats;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.takeover.TakeOver;
import io.ringfence.testkit.guest.GuestNic;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Daemons that speak other ranges of formats than this version does. */
class HandOverFormatsTest {
  private static final String NONE =
      "the new process supports %s of the hand-over, the running daemon %s: none in common; take over"
          + " with a version that supports one of the daemon's, or end the daemon and start anew";

  @ParameterizedTest(name = "{0} to {1} hands over to {2} to {3} in format {4}")
  @CsvSource({"1,1, 1,1, 1", "1,1, 1,2, 1", "1,2, 1,1, 1", "1,2, 1,2, 2", "1,3, 2,5, 3"})
  void theHighestThatBothSpeakIsChosen(int low, int high, int newLow, int newHigh, int chosen) {
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.speaking(new Formats(low, high));
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      var load = new LoopbackTraffic(nic, 1);
      load.run(100);
      daemon.restart(new Formats(newLow, newHigh));
      log.assertSaid(
          "hand-over begun to=%d format=%d".formatted(ProcessHandle.current().pid(), chosen));
      load.run(100);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1,1, 2,3, formats 2 to 3, format 1",
    "2,4, 1,1, format 1, formats 2 to 4",
    "1,1, 2,1, formats 2 to 1, format 1"
  })
  void withNoneInCommonTheDaemonServesOn(
      int low, int high, int newLow, int newHigh, String theNew, String theOld) throws Exception {
    try (var log = LogLines.of("io.ringfence.server");
        var daemon = RunningDaemon.speaking(new Formats(low, high));
        GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      Path door = daemon.daemon().expectSuccessor();
      assertThatThrownBy(() -> new TakeOver(door, new Formats(newLow, newHigh)))
          .isInstanceOf(HandOverException.class)
          .hasMessage(NONE.formatted(theNew, theOld));
      log.assertSaid("hand-over failed, serving on: " + NONE.formatted(theNew, theOld));
      new LoopbackTraffic(nic, 1).run(100);
      daemon.restart(new Formats(low, high));
      new LoopbackTraffic(nic, 2).run(100);
    }
  }

  @Test
  void aFormatThatWasNotOfferedIsRefused(@TempDir Path directory) throws Exception {
    ObjectNode config = Conversation.read("0.1.0-loopback.jsonl").body(HandOverSocket.CONFIG);
    config.put("format", 3);
    List<PlayedPredecessor.Step> steps =
        List.of(
            step(true, HandOverSocket.HELLO, JsonNodeFactory.instance.objectNode()),
            step(false, HandOverSocket.CONFIG, config),
            step(true, HandOverSocket.REFUSAL, JsonNodeFactory.instance.objectNode()));
    try (var old = new PlayedPredecessor(directory.resolve("door"), steps)) {
      String why =
          "the running daemon chose format 3 of the hand-over; allowed is formats 1 to 2, as this"
              + " process supports";
      assertThatThrownBy(() -> new TakeOver(old.path(), new Formats(1, 2))).hasMessage(why);
      assertThat(old.lastHeard().body().path("why").asText()).isEqualTo(why);
    }
  }

  private static PlayedPredecessor.Step step(boolean heard, int type, ObjectNode body) {
    return new PlayedPredecessor.Step(heard, new HandOverSocket.Message(type, body, List.of()));
  }
}
