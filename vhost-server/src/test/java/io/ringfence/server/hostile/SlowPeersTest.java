package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.LoopbackTraffic;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import io.ringfence.testkit.wire.VhostSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Front-ends that keep the daemon waiting: for the rest of a message, or to take its replies. */
@ExtendWith(Victim.class)
class SlowPeersTest {
  private static final byte[] ASKING =
      VhostSocket.frame(RequestCode.GET_FEATURES.code(), VhostSocket.VERSION, 0, new byte[0]);

  /** It stops reading when nobody takes what it says, so what is in flight has a bound. */
  @Test
  void aFloodOfRequestsWhoseRepliesNobodyReads(ChildDaemon daemon) {
    try (VhostSocket flood = VhostSocket.connect(daemon.socket());
        GuestNic other = GuestNic.options().connect(daemon.socket())) {
      flood.patience(200);
      assertThatThrownBy(() -> sendForEver(flood)).isInstanceOf(TimedOut.class);
      new LoopbackTraffic(other, 1).run(500);
      assertThat(other.frontEnd().getFeatures()).isNotZero();
    }
  }

  private static void sendForEver(VhostSocket socket) {
    for (int i = 0; i < 10_000_000; i++) {
      socket.sendBytes(ASKING);
    }
  }

  /** The same, with rings that run: they go on, since no worker waits for a session. */
  @Test
  void theRingsOfASessionThatIsHeldUpGoOn(ChildDaemon daemon) {
    try (GuestNic nic = GuestNic.options().connect(daemon.socket())) {
      nic.frontEnd().socket().patience(200);
      assertThatThrownBy(() -> sendForEver(nic.frontEnd().socket())).isInstanceOf(TimedOut.class);
      new LoopbackTraffic(nic, 1).run(500);
    }
  }

  @Test
  void headersThatNeverEndHoldNobodyUp(ChildDaemon daemon) {
    List<VhostSocket> slow = new ArrayList<>();
    try {
      for (int bytes = 0; bytes < 200; bytes++) {
        VhostSocket socket = VhostSocket.connect(daemon.socket());
        slow.add(socket);
        socket.sendBytes(Arrays.copyOf(ASKING, bytes % 12));
      }
      try (GuestNic other = GuestNic.options().connect(daemon.socket())) {
        new LoopbackTraffic(other, 1).run(500);
      }
    } finally {
      slow.forEach(VhostSocket::close);
    }
  }

  @Test
  void aMessageMayComeByteByByte(ChildDaemon daemon) {
    try (SoftwareFrontEnd frontEnd = SoftwareFrontEnd.connect(daemon.socket())) {
      frontEnd.socket().chunk(1);
      assertThat(frontEnd.getFeatures()).isNotZero();
      assertThat(frontEnd.getProtocolFeatures()).isNotZero();
    }
  }
}
