package io.ringfence.server.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.server.os.Epoll;
import org.junit.jupiter.api.Test;

/** The queues of several workers, and whom they signal. All workers are this thread. */
class CrossingsTest {
  private static Crossings crossings(int workers) {
    return new Crossings(workers, CrossingBudget.forWorkers(workers));
  }

  @Test
  void aQueueIsAllocatedWithItsFirstFrameAndKeepsItsPlace() {
    try (var crossings = crossings(3)) {
      assertThat(crossings.allocatedBytes()).isZero();
      assertThat(crossings.inbox(2).from(0)).isNull();
      assertThat(QueueEnds.add(crossings.outbox(0).to(2), 5, 60)).isTrue();
      assertThat(crossings.inbox(2).from(0).peek()).as("before publication").isFalse();
      crossings.outbox(0).publish();
      QueueEnds.expect(crossings.inbox(2).from(0), 5, 60);
      assertThat(crossings.inbox(2).from(1)).isNull();
      assertThat(crossings.inbox(0).from(2)).isNull();
      long one = crossings.allocatedBytes();
      assertThat(one).isEqualTo((4 << 20) + 256);
      assertThat(crossings.outbox(0).to(2)).isSameAs(crossings.outbox(0).to(2));
      crossings.outbox(2).to(0);
      assertThat(crossings.allocatedBytes()).isEqualTo(2 * one);
    }
  }

  @Test
  void framesOfSeveralSendersDoNotMix() {
    try (var crossings = crossings(4)) {
      for (int sender = 0; sender < 3; sender++) {
        for (int i = 0; i < 100; i++) {
          QueueEnds.add(crossings.outbox(sender).to(3), 1000 * sender + i, 60 + i);
        }
        crossings.outbox(sender).publish();
      }
      for (int sender = 0; sender < 3; sender++) {
        assertThat(crossings.inbox(3).isEmpty()).as("before sender %d", sender).isFalse();
        for (int i = 0; i < 100; i++) {
          QueueEnds.expect(crossings.inbox(3).from(sender), 1000 * sender + i, 60 + i);
        }
      }
      assertThat(crossings.inbox(3).isEmpty()).isTrue();
    }
  }

  @Test
  void aWorkerThatIsAwakeIsNotSignalled() {
    try (var crossings = crossings(2);
        Epoll epoll = new Epoll(1)) {
      epoll.add(crossings.inbox(1).event(), Epoll.IN, 7);
      assertThat(send(crossings, 0)).isZero();
      assertThat(epoll.await(0)).isZero();
      assertThat(crossings.inbox(1).prepareToSleep()).as("may sleep").isFalse();
      crossings.inbox(1).awake();
      assertThat(send(crossings, 0)).isZero();
      assertThat(epoll.await(0)).isZero();
    }
  }

  @Test
  void aSleepIsEndedByOneSignalHoweverManyPublish() {
    try (var crossings = crossings(3);
        Epoll epoll = new Epoll(1)) {
      Inbox inbox = crossings.inbox(2);
      epoll.add(inbox.event(), Epoll.IN, 7);
      for (int sleep = 0; sleep < 3; sleep++) {
        assertThat(inbox.prepareToSleep()).isTrue();
        assertThat(crossings.outbox(0).publish()).as("nothing to publish").isZero();
        assertThat(send(crossings, 1)).isOne();
        assertThat(send(crossings, 0)).isZero();
        assertThat(send(crossings, 1)).isZero();
        assertThat(epoll.await(0)).isOne();
        inbox.awake();
        inbox.drainEvent();
        assertThat(epoll.await(0)).isZero();
        takeAll(inbox);
      }
    }
  }

  @Test
  void aBatchThatIsRolledBackReachesNobody() {
    try (var crossings = crossings(3)) {
      assertThat(crossings.inbox(1).prepareToSleep()).isTrue();
      QueueEnds.add(crossings.outbox(0).to(1), 1, 60);
      QueueEnds.add(crossings.outbox(0).to(2), 2, 60);
      crossings.outbox(0).rollBack();
      assertThat(crossings.outbox(0).publish()).isZero();
      assertThat(crossings.inbox(1).isEmpty()).isTrue();
      assertThat(crossings.inbox(2).isEmpty()).isTrue();
    }
  }

  @Test
  void aWorkerHasNoQueueToItself() {
    try (var crossings = crossings(2)) {
      assertThatThrownBy(() -> crossings.outbox(1).to(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("queue from worker 1 to itself; deliver the frame directly");
    }
  }

  @Test
  void aUseAfterTheEndIsAnExceptionAndNoCrash() {
    var crossings = crossings(2);
    FrameWriter writer = crossings.outbox(0).to(1);
    crossings.close();
    assertThatThrownBy(() -> writer.reserve(60, 1, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Already closed");
  }

  private static int send(Crossings crossings, int sender) {
    int last = crossings.inbox(0).senders() - 1;
    assertThat(QueueEnds.add(crossings.outbox(sender).to(last), 3, 60)).isTrue();
    return crossings.outbox(sender).publish();
  }

  private static void takeAll(Inbox inbox) {
    for (int sender = 0; sender < inbox.senders(); sender++) {
      FrameReader reader = inbox.from(sender);
      while (reader != null && reader.peek()) {
        reader.advance();
      }
    }
  }
}
