package io.ringfence.server.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.os.OsError;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.VhostSocket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages of every kind with descriptors that are too many, too few, or of the wrong kind. */
@ExtendWith(Victim.class)
class WrongDescriptorsTest {
  private static final int MESSAGES = Count.of(100_000, 3_000_000);
  private static final int[] COUNTS = {0, 0, 1, 1, 1, 1, 1, 1, 2, 3, 8, 9, 32};
  private static final int MOST = 253;
  private static final int[] WORDS = {0, 1, 1, 2, 5, 6}; // of 8 bytes, as payloads have

  private final Random random = new Random(7);
  private int sessions;
  private long replies;

  @Test
  void noneIsKept(ChildDaemon daemon) {
    try (var fds = new OddFds()) {
      int sent = 0;
      while (sent < MESSAGES) {
        sent += session(daemon, fds, MESSAGES - sent);
      }
    }
    assertThat(replies).as("replies: messages were looked at").isGreaterThan(MESSAGES / 2);
    assertThat(sessions).as("sessions").isGreaterThan(10);
  }

  /** Goes on until the daemon has had enough; says how many messages that were. */
  private int session(ChildDaemon daemon, OddFds fds, int most) {
    sessions++;
    int sent = 0;
    try (VhostSocket socket = VhostSocket.connect(daemon.socket())) {
      negotiate(socket);
      while (sent < most) {
        int count = random.nextInt(500) == 0 ? MOST : COUNTS[random.nextInt(COUNTS.length)];
        socket.send(
            1 + random.nextInt(RequestCode.values().length),
            VhostSocket.VERSION | VhostSocket.NEED_REPLY,
            payload(),
            fds.draw(random, count));
        sent++;
        while (socket.readable(0)) {
          socket.read(5_000);
          replies++;
        }
      }
      socket.finish();
      socket.awaitEnd(20_000);
    } catch (OsError | DeviceFault e) {
      assertThat(e).hasMessageMatching(".*(EPIPE|ECONNRESET|closed the connection).*");
    }
    return Math.max(sent, 1);
  }

  private static void negotiate(VhostSocket socket) {
    ByteBuffer bits = ByteBuffer.allocate(8).order(ByteOrder.nativeOrder());
    bits.putLong(ProtocolFeatures.REPLY_ACK | ProtocolFeatures.CONFIGURE_MEM_SLOTS);
    socket.send(RequestCode.SET_PROTOCOL_FEATURES.code(), VhostSocket.VERSION, bits.array());
  }

  /** Small numbers, so that the rest of the message is often right. */
  private byte[] payload() {
    int words = WORDS[random.nextInt(WORDS.length)];
    ByteBuffer bytes = ByteBuffer.allocate(8 * words).order(ByteOrder.nativeOrder());
    for (int i = 0; i < 2 * words; i++) {
      bytes.putInt(
          i % 2 == 0 || words < 2 ? random.nextInt(4) * (words > 2 && i > 1 ? 4096 : 1) : 0);
    }
    return bytes.array();
  }
}
