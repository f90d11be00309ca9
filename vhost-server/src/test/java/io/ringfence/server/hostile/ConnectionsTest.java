package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.FrontEnd;
import io.ringfence.testkit.Request;
import io.ringfence.testkit.VhostSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Very many front-ends, one after the other and at once. */
@ExtendWith(Victim.class)
class ConnectionsTest {
  private static final int CONNECTS = Count.of(1_000, 20_000);
  private static final int PLACES = 256; // DESIGN.md, "Limits"

  @Test
  void oneAfterTheOther(ChildDaemon daemon) {
    for (int i = 0; i < CONNECTS; i++) {
      try (FrontEnd frontEnd = FrontEnd.connect(daemon.socket())) {
        if (i % 2 == 0) { // every other one leaves without a word
          assertThat(frontEnd.getFeatures()).isNotZero();
        }
      }
    }
  }

  /** So many are served; some more wait in the kernel's queue, and those after them are told so. */
  @Test
  void atOnce(ChildDaemon daemon) {
    List<VhostSocket> connected = new ArrayList<>();
    try {
      int turnedAway = 0;
      for (int i = 0; i < 1_000; i++) {
        VhostSocket socket = VhostSocket.tryConnect(daemon.socket());
        if (socket == null) {
          turnedAway++;
        } else {
          connected.add(socket);
          socket.send(Request.GET_FEATURES.code(), VhostSocket.VERSION, new byte[0]);
          if (connected.size() <= PLACES) {
            assertThat(socket.read(20_000).u64()).as("front-end %d", i).isNotZero();
          }
        }
      }
      assertThat(turnedAway).isGreaterThan(0);
      assertThat(connected.size()).isGreaterThanOrEqualTo(PLACES);
      assertThat(daemon.view().threads("front-end")).hasSize(PLACES);
      VhostSocket next = connected.get(PLACES);
      assertThat(next.readable(0)).as("the next one waits").isFalse();
      connected.removeFirst().close();
      assertThat(next.read(20_000).u64()).as("until one leaves").isNotZero();
    } finally {
      connected.forEach(VhostSocket::close);
    }
  }
}
