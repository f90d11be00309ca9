package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EpollTest {
  @Test
  void eachReadyDescriptorComesWithItsWholeToken() {
    try (Epoll epoll = new Epoll(8);
        EventFd a = EventFd.create();
        EventFd b = EventFd.create();
        EventFd quiet = EventFd.create()) {
      epoll.add(a.fd(), Epoll.IN, 0xfedc_ba98_7654_3210L);
      epoll.add(b.fd(), Epoll.IN, 1);
      epoll.add(quiet.fd(), Epoll.IN, 2);
      assertThat(epoll.await(0)).isZero();
      a.signal();
      b.signal();
      assertThat(ready(epoll)).isEqualTo(Map.of(0xfedc_ba98_7654_3210L, 1, 1L, 1));
      // A level, not an edge: still there.
      assertThat(epoll.await(0)).isEqualTo(2);
      a.drain();
      b.drain();
      assertThat(epoll.await(0)).isZero();
    }
  }

  @Test
  void aWaitGivesNoMoreThanItsCapacityAndTheRestNextTime() {
    try (Epoll epoll = new Epoll(1);
        EventFd a = EventFd.create();
        EventFd b = EventFd.create()) {
      epoll.add(a.fd(), Epoll.IN, 1);
      epoll.add(b.fd(), Epoll.IN, 2);
      a.signal();
      b.signal();
      assertThat(epoll.await(-1)).isEqualTo(1);
      long first = epoll.token(0);
      assertThat(epoll.await(-1)).isEqualTo(1);
      assertThat(first + epoll.token(0)).isEqualTo(3);
    }
  }

  @Test
  void interestAndTokenCanBeReplacedAndTheWatchingEnded() {
    try (Epoll epoll = new Epoll(4);
        EventFd event = EventFd.create()) {
      epoll.add(event.fd(), Epoll.IN, 1);
      epoll.modify(event.fd(), Epoll.OUT, 7);
      assertThat(ready(epoll)).isEqualTo(Map.of(7L, Epoll.OUT));
      epoll.remove(event.fd());
      assertThat(epoll.await(0)).isZero();
      assertThatThrownBy(() -> epoll.remove(event.fd()))
          .isInstanceOf(OsException.class)
          .hasMessageMatching("epoll remove fd \\d+: ENOENT \\(does not exist\\)");
    }
  }

  @Test
  void anEdgeIsReportedOnceASignalWithoutDraining() {
    try (Epoll epoll = new Epoll(4);
        EventFd event = EventFd.create()) {
      epoll.add(event.fd(), Epoll.IN | Epoll.EDGE_TRIGGERED, 1);
      event.signal();
      assertThat(epoll.await(-1)).isEqualTo(1);
      assertThat(epoll.await(0)).isZero();
      event.signal();
      assertThat(epoll.await(-1)).isEqualTo(1);
    }
  }

  @Test
  void aWaiterIsWokenByAnEventOfAnotherThread() throws InterruptedException {
    try (Epoll epoll = new Epoll(4);
        EventFd event = EventFd.create()) {
      epoll.add(event.fd(), Epoll.IN, 1);
      Thread signaller = Thread.ofPlatform().start(event::signal);
      assertThat(epoll.await(-1)).isEqualTo(1);
      signaller.join();
    }
  }

  private static Map<Long, Integer> ready(Epoll epoll) {
    Map<Long, Integer> events = new TreeMap<>();
    int count = epoll.await(-1);
    for (int i = 0; i < count; i++) {
      events.put(epoll.token(i), epoll.events(i));
    }
    return events;
  }
}
