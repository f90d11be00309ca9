package io.ringfence.testkit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.os.Fds;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.os.OsError;
import io.ringfence.testkit.os.UnixSocket;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The raw side of a connection: any number of descriptors, any division of bytes, an end at any
 * byte.
 */
class VhostSocketTest {
  private static final String NAME = "@ringfence-testkit-" + ProcessHandle.current().pid();

  private final int listener = UnixSocket.listen(NAME);
  private final VhostSocket near = VhostSocket.connect(NAME);
  private final VhostSocket far = new VhostSocket(UnixSocket.accept(listener));

  @AfterEach
  void close() {
    near.close();
    far.close();
    Fds.close(listener);
  }

  @Test
  void upTo253DescriptorsTravelWithTheFirstByte() {
    try (NotificationFd event = new NotificationFd()) {
      for (int count : new int[] {0, 1, 8, 253}) {
        int[] fds = new int[count];
        Arrays.fill(fds, event.fd());
        near.send(1, 1, Payload.u64(count), fds);
        RawReply got = far.read(1000);
        assertThat(got.u64()).isEqualTo(count);
        assertThat(got.fds()).hasSize(count).doesNotHaveDuplicates();
        got.fds().forEach(Fds::close);
      }
      assertThatThrownBy(() -> near.send(1, 1, new byte[0], new int[254]))
          .hasMessage("254 fds: Linux takes up to 253 in one message");
    }
  }

  @Test
  void aSentEventfdIsTheSameEventfd() {
    try (NotificationFd event = new NotificationFd()) {
      near.send(12, 1, Payload.u64(0), event.fd());
      int fd = far.read(1000).fds().getFirst();
      assertThat(Fds.readable(fd, 0)).isFalse();
      event.add(41);
      event.signal();
      assertThat(Fds.readable(fd, 0)).isTrue();
      Fds.close(fd);
      assertThat(event.drain()).isEqualTo(42);
      assertThat(event.drain()).isZero();
    }
  }

  @Test
  void aFullEventfdRefusesMoreAndAnIdleOneTimesOut() {
    try (NotificationFd event = new NotificationFd()) {
      assertThatThrownBy(() -> event.await(5))
          .isInstanceOf(TimedOut.class)
          .hasMessageEndingWith("seen: counter 0");
      event.add(NotificationFd.FULL);
      assertThatThrownBy(event::signal).isInstanceOf(OsError.class).hasMessageContaining("EAGAIN");
      assertThat(event.await(5)).isEqualTo(NotificationFd.FULL);
    }
  }

  @Test
  void aMessageCanGoByteByByte() {
    try (NotificationFd event = new NotificationFd()) {
      near.chunk(1);
      near.send(13, 9, Payload.u64(0x102030405060708L), event.fd());
      RawReply got = far.read(1000);
      assertThat(got.request()).isEqualTo(13);
      assertThat(got.flags()).isEqualTo(9);
      assertThat(got.u64()).isEqualTo(0x102030405060708L);
      assertThat(got.fds()).hasSize(1);
      got.fds().forEach(Fds::close);
    }
  }

  @Test
  void theConnectionCanBeCutAfterAnyByte() {
    near.send(1, 1, new byte[0]);
    near.cutAfter(12 + 15);
    assertThatThrownBy(() -> near.send(2, 1, Payload.u64(0)))
        .isInstanceOf(VhostSocket.CutOff.class)
        .hasMessage("connection closed after 27 bytes, as requested");
    assertThat(far.read(1000).request()).isEqualTo(1);
    assertThatThrownBy(() -> far.read(1000))
        .isInstanceOf(DeviceFault.class)
        .hasMessage("the back-end closed the connection; 3 of 8 bytes had arrived");
  }

  @Test
  void anEndIsWaitedForAndSilenceIsTold() {
    assertThatThrownBy(() -> near.awaitEnd(20))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("open, 0 bytes sent");
    assertThatThrownBy(() -> near.read(20))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("0 bytes");
    far.send(1, 5, Payload.u64(1));
    near.finish();
    far.close();
    near.awaitEnd(1000);
  }

  @Test
  void aPeerThatLeavesWithBytesUnreadHasEndedToo() {
    near.send(1, 1, new byte[0]);
    far.close();
    near.awaitEnd(1000);
  }
}
