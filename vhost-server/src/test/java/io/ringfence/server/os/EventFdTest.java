package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EventFdTest {
  @Test
  void signalsAddUpAndAreDrainedAtOnce() {
    try (EventFd event = EventFd.create()) {
      assertThat(event.drain()).isEqualTo(EventFd.Drained.NOTHING);
      event.signal();
      event.signal();
      assertThat(event.drain()).isEqualTo(EventFd.Drained.SIGNALLED);
      assertThat(event.drain()).isEqualTo(EventFd.Drained.NOTHING);
      event.signal();
      event.signal();
      assertThat(Kernel.readLong(event.fd())).isEqualTo(2);
      assertThat(Kernel.closeOnExec(event.fd())).isTrue();
    }
  }

  @Test
  void aCounterAtItsMaximumDoesNotBlockTheSignaller() {
    try (EventFd event = EventFd.create()) {
      Kernel.writeLong(event.fd(), -2);
      event.signal();
      assertThat(Kernel.readLong(event.fd())).isEqualTo(-2);
    }
  }

  @Test
  void aBlockingEventfdOfAFrontEndIsMadeNonBlocking() {
    Fd blocking = Fd.adopt((int) Kernel.call("eventfd", 0, 0));
    try (EventFd event = new EventFd(blocking)) {
      assertThat(event.drain()).isEqualTo(EventFd.Drained.NOTHING);
      Kernel.writeLong(event.fd(), -2);
      event.signal();
      assertThat(Kernel.readLong(event.fd())).isEqualTo(-2);
    }
  }

  @Test
  void aPipeCarriesEightBytesASignal() {
    Fd[] pipe = Kernel.pipe();
    try (EventFd reader = new EventFd(pipe[0]);
        EventFd writer = new EventFd(pipe[1])) {
      writer.signal();
      assertThat(Kernel.readLong(reader.fd())).isEqualTo(1);
      writer.signal();
      writer.signal();
      assertThat(reader.drain()).isEqualTo(EventFd.Drained.SIGNALLED);
      assertThat(reader.drain()).isEqualTo(EventFd.Drained.NOTHING);
    }
  }

  /** What User Mode Linux gives to be called by. */
  @Test
  void aSocketCarriesEightBytesASignal() {
    Fd[] pair = Kernel.socketPair();
    assertThat(EventFd.isEvent(pair[0])).isTrue();
    try (EventFd reader = new EventFd(pair[0]);
        EventFd writer = new EventFd(pair[1])) {
      assertThat(reader.drain()).isEqualTo(EventFd.Drained.NOTHING);
      writer.signal();
      assertThat(Kernel.readLong(reader.fd())).isEqualTo(1);
      writer.signal();
      assertThat(reader.drain()).isEqualTo(EventFd.Drained.SIGNALLED);
      assertThat(writer.isCounter()).isFalse();
    }
  }

  /** Not even where its owner has made it one that blocks. */
  @Test
  void aFullSocketDoesNotBlockTheSignaller() {
    Fd[] pair = Kernel.socketPair();
    try (EventFd reader = new EventFd(pair[0]);
        EventFd writer = new EventFd(pair[1])) {
      Kernel.call("fcntl", writer.fd().number(), 4, 0); // F_SETFL without O_NONBLOCK
      for (int i = 0; i < 20_000; i++) {
        writer.signal();
      }
      assertThat(reader.drain()).isEqualTo(EventFd.Drained.SIGNALLED);
    }
  }

  @Test
  void aFullPipeDoesNotBlockTheSignaller() {
    Fd[] pipe = Kernel.pipe();
    try (EventFd reader = new EventFd(pipe[0]);
        EventFd writer = new EventFd(pipe[1])) {
      // A pipe holds 64 KiB: more signals than that.
      for (int i = 0; i < 20_000; i++) {
        writer.signal();
      }
      assertThat(reader.drain()).isEqualTo(EventFd.Drained.SIGNALLED);
    }
  }

  @Test
  void theEndsOfAPipeNoticeThatTheOtherHasGone() {
    Fd[] first = Kernel.pipe();
    try (EventFd reader = new EventFd(first[0])) {
      first[1].close();
      assertThat(reader.drain()).isEqualTo(EventFd.Drained.END_OF_FILE);
    }
    Fd[] second = Kernel.pipe();
    try (EventFd writer = new EventFd(second[1])) {
      second[0].close();
      assertThatThrownBy(writer::signal)
          .isInstanceOf(OsException.class)
          .hasMessageMatching("signal fd \\d+: EPIPE \\(the other end is closed\\)");
    }
  }
}
