package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.ring.Used;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A queue that goes on in another's place asks for exactly the notifications of the other. */
class QueueStateTest {
  private static final int ROUNDS = 70_000;
  private static final int SIZE = 64;

  private final DriverChain buffer = new DriverChain();
  private final Chain chain = new Chain();
  private final Used used = new Used();
  private DrivenRing ring;
  private DriverQueue driver;
  private Virtqueue device;

  private void open(boolean packed, boolean eventIndex) {
    QueueConfig config = packed ? QueueConfig.packed(SIZE) : QueueConfig.split(SIZE);
    ring = DrivenRing.of(packed, config.withEventIdx(eventIndex));
    driver = ring.driver();
    device = ring.device();
  }

  @AfterEach
  void close() {
    ring.close();
  }

  private void replace() {
    device = Virtqueue.resume(ring.config(), ring.memory(), device.state());
  }

  private void pass(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(driver.add(buffer.clear().out(0x1000, 4), i)).isNotNegative();
    }
    driver.publish();
    for (int i = 0; i < count; i++) {
      assertThat(device.take(chain)).isTrue();
      device.putUsed(chain, 0);
    }
    device.publish();
    for (int i = 0; i < count; i++) {
      assertThat(driver.poll(used)).isTrue();
    }
  }

  private void enableCallsAfter(int more) {
    boolean passed =
        switch (driver) {
          case SplitDriver split -> split.enableCallsAfter(more);
          case PackedDriver packed -> packed.enableCallsAfter(more);
        };
    assertThat(passed).isFalse();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallIsWantedForTheEntryThatTheDriverNamedAndNoOther(boolean packed) {
    var random = new Random(3);
    open(packed, true);
    device.interruptWanted();
    for (int round = 0; round < ROUNDS / 10; round++) {
      int more = random.nextInt(30);
      enableCallsAfter(more);
      boolean called = false;
      for (int done = 0; done <= more; ) {
        int burst = 1 + random.nextInt(8);
        pass(burst);
        boolean due = done + burst > more && !called;
        assertThat(device.owesInterrupt()).as("owed in round %d", round).isEqualTo(due);
        assertThat(device.interruptWanted()).as("round %d", round).isEqualTo(due);
        called |= due;
        replace();
        assertThat(device.owesInterrupt()).as("owed after round %d", round).isFalse();
        done += burst;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallThatIsDueAndUndecidedIsNotForgotten(boolean packed) {
    open(packed, true);
    device.interruptWanted();
    enableCallsAfter(0);
    pass(1);
    replace();
    assertThat(device.owesInterrupt()).isTrue();
    assertThat(device.interruptWanted()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aQueueThatKnowsOnlyThePositionSignalsAtOnce(boolean packed) {
    open(packed, true);
    device.interruptWanted();
    enableCallsAfter(40);
    pass(1);
    assertThat(device.interruptWanted()).isFalse();
    device = Virtqueue.start(ring.config(), ring.memory(), device.position());
    pass(1);
    assertThat(device.interruptWanted()).as("first decision").isTrue();
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void kicksStaySuppressedOrRequested(boolean packed, boolean eventIndex) {
    open(packed, eventIndex);
    pass(1); // the entry that avail_event names at first
    driver.kickNeeded();
    for (int round = 0; round < ROUNDS / 10; round++) {
      device.suppressKicks();
      replace();
      pass(1); // writes used.flags of a split ring beside used.idx
      addOne();
      assertThat(driver.kickNeeded()).as("suppressed, round %d", round).isFalse();
      takeOne();
      assertThat(device.requestKicks()).isFalse();
      replace();
      addOne();
      assertThat(driver.kickNeeded()).as("requested, round %d", round).isTrue();
      takeOne();
    }
  }

  private void addOne() {
    assertThat(driver.add(buffer.clear().out(0x1000, 4), 1)).isNotNegative();
    driver.publish();
  }

  private void takeOne() {
    assertThat(device.take(chain)).isTrue();
    device.putUsed(chain, 0);
    device.publish();
    assertThat(driver.poll(used)).isTrue();
  }
}
