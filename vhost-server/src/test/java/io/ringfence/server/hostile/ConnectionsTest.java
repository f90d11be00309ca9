package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.os.OsError;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import io.ringfence.testkit.wire.VhostSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Very many front-ends, one after the other and at once. */
@ExtendWith(Victim.class)
class ConnectionsTest {
  private static final int CONNECTS = Count.of(1_000, 20_000);
  private static final int PLACES = 256; // DESIGN.md, "Limits"
  private static final int CONNECTED = 1_000;

  @Test
  void oneAfterTheOther(ChildDaemon daemon) {
    for (int i = 0; i < CONNECTS; i++) {
      try (SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket())) {
        if (i % 2 == 0) { // every other one leaves without a word
          assertThat(frontEnd.getFeatures()).isNotZero();
        }
      }
    }
  }

  /** So many are served; some more wait for two seconds, and those after them are turned away. */
  @Test
  void atOnce(ChildDaemon daemon) {
    List<VhostSocket> connected = new ArrayList<>();
    try {
      for (int i = 0; i < PLACES; i++) {
        assertThat(ask(daemon, connected).read(20_000).u64()).as("front-end %d", i).isNotZero();
      }
      assertThat(daemon.view().threads("front-end")).hasSize(PLACES);
      VhostSocket next = ask(daemon, connected);
      assertThat(next.readable(0)).as("the next one waits").isFalse();
      connected.removeFirst().close();
      assertThat(next.read(20_000).u64()).as("until one leaves").isNotZero();
      for (int i = PLACES; i < CONNECTED; i++) {
        ask(daemon, connected);
      }
      for (VhostSocket late : connected.subList(PLACES, CONNECTED)) {
        late.awaitEnd(20_000);
      }
      daemon.awaitSaid(" waited=20"); // ms and some
      assertThat(daemon.log()).contains(": 16 wait already; uplink loopback serves 256 at a time");
    } finally {
      connected.forEach(VhostSocket::close);
    }
  }

  /** Without waiting in the kernel for a daemon that accepts nobody. */
  private static VhostSocket connect(ChildDaemon daemon) {
    var connection = new AtomicReference<VhostSocket>();
    Await.until(
        "a connection",
        20_000,
        () -> connection.updateAndGet(one -> VhostSocket.tryConnect(daemon.socket())) != null,
        () -> "the kernel's queue is full");
    return connection.get();
  }

  private static VhostSocket ask(ChildDaemon daemon, List<VhostSocket> connected) {
    VhostSocket socket = connect(daemon);
    connected.add(socket);
    try {
      socket.send(RequestCode.GET_FEATURES.code(), VhostSocket.VERSION, new byte[0]);
    } catch (OsError e) { // turned away already
      assertThat(e).hasMessageMatching(".*(EPIPE|ECONNRESET).*");
    }
    return socket;
  }
}
