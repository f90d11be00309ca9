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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When a kick or a call is wanted and when it is not, by count, in one thread. */
class NotificationCountsTest {
  private static final int STEPS = 70_000;
  private static final int SIZE = 64;

  private final DriverChain buffer = new DriverChain();
  private final Chain chain = new Chain();
  private final Used used = new Used();
  private DriverQueue driver;
  private Virtqueue device;
  private DrivenRing ring;

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

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(driver.add(buffer.clear().out(0x1000, 4), i)).isNotNegative();
    }
    driver.publish();
  }

  private void use(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(device.take(chain)).isTrue();
      device.putUsed(chain, 0);
    }
    device.publish();
  }

  /** In one thread the unordered look says the same, and changes nothing. */
  private boolean interruptWanted() {
    boolean likely = device.interruptLikely() & device.interruptLikely();
    boolean wanted = device.interruptWanted();
    assertThat(likely).isEqualTo(wanted);
    return wanted;
  }

  private void reap(int count) {
    for (int i = 0; i < count; i++) {
      assertThat(driver.poll(used)).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void noKickIsWantedWhileTheDeviceLooksByItself(boolean packed, boolean eventIndex) {
    open(packed, eventIndex);
    device.suppressKicks();
    for (int i = 0; i < STEPS; i++) {
      add(1);
      assertThat(driver.kickNeeded()).as("kick at step %d", i).isFalse();
      use(1);
      reap(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void withTheEventIndexOneKickIsWantedForEachRequest(boolean packed) {
    var random = new Random(1);
    open(packed, true);
    for (int i = 0; i < STEPS; i++) {
      device.suppressKicks();
      assertThat(device.requestKicks()).isFalse();
      int first = 1 + random.nextInt(5);
      int second = 1 + random.nextInt(5);
      add(first);
      assertThat(driver.kickNeeded()).as("first kick of round %d", i).isTrue();
      add(second);
      assertThat(driver.kickNeeded()).as("second kick of round %d", i).isFalse();
      use(first + second);
      reap(first + second);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutTheEventIndexAKickIsWantedForEachPublicationWhileTheyAreRequested(boolean packed) {
    open(packed, false);
    for (int i = 0; i < STEPS; i++) {
      device.suppressKicks();
      assertThat(device.requestKicks()).isFalse();
      add(1);
      assertThat(driver.kickNeeded()).isTrue();
      add(2);
      assertThat(driver.kickNeeded()).isTrue();
      use(3);
      reap(3);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void aRequestForKicksTellsOfWhatIsThereAlready(boolean packed, boolean eventIndex) {
    open(packed, eventIndex);
    for (int i = 0; i < STEPS; i++) {
      device.suppressKicks();
      add(1);
      assertThat(device.requestKicks()).as("round %d", i).isTrue();
      use(1);
      assertThat(device.requestKicks()).as("round %d, empty", i).isFalse();
      reap(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "true, true"})
  void noCallIsWantedWhileTheDriverLooksByItself(boolean packed, boolean eventIndex) {
    open(packed, eventIndex);
    driver.disableCalls();
    for (int i = 0; i < STEPS; i++) {
      add(1);
      use(1);
      assertThat(interruptWanted()).as("call at step %d", i).isFalse();
      reap(1);
    }
  }

  /** VIRTIO 1.3, 2.7.7.2 and 2.8.10: exactly when the entry that the driver named is passed. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withTheEventIndexOneCallIsWantedForTheEntryThatTheDriverNamed(boolean packed) {
    var random = new Random(2);
    open(packed, true);
    add(1);
    use(1);
    assertThat(interruptWanted()).as("a device that just started tells").isTrue();
    reap(1);
    for (int round = 0; round < STEPS / 10; round++) {
      int more = random.nextInt(30);
      assertThat(enableCallsAfter(more)).isFalse();
      boolean told = false;
      for (int done = 0; done <= more; ) {
        int burst = 1 + random.nextInt(8);
        add(burst);
        use(burst);
        boolean passes = done + burst > more;
        assertThat(interruptWanted()).as("round %d", round).isEqualTo(passes && !told);
        told = passes;
        reap(burst);
        done += burst;
      }
      add(1);
      use(1);
      assertThat(interruptWanted()).as("after round %d", round).isFalse();
      reap(1);
    }
  }

  private boolean enableCallsAfter(int more) {
    return switch (driver) {
      case SplitDriver split -> split.enableCallsAfter(more);
      case PackedDriver packed -> packed.enableCallsAfter(more);
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutTheEventIndexACallIsWantedForEachPublicationWhileTheyAreEnabled(boolean packed) {
    open(packed, false);
    driver.enableCalls();
    for (int i = 0; i < STEPS; i++) {
      add(2);
      use(1);
      assertThat(interruptWanted()).isTrue();
      use(1);
      assertThat(interruptWanted()).isTrue();
      reap(2);
    }
  }

  /** avail_event is left behind: the driver passes it once in 65,536 buffers, and kicks in vain. */
  @ParameterizedTest
  @ValueSource(ints = {100, 65_535})
  void aSplitRingsEventIndexLeftBehindSuppressesKicks(int buffers) {
    open(false, true);
    assertThat(device.requestKicks()).isFalse();
    int kicks = 0;
    for (int i = 0; i < buffers; i++) {
      device.suppressKicks();
      add(1);
      kicks += driver.kickNeeded() ? 1 : 0;
      use(1);
      reap(1);
    }
    assertThat(kicks).isEqualTo(1);
  }

  /**
   * The driver asks for a call at the next element and then only polls. However many elements pass
   * before the device decides, the call is not lost to the 16-bit comparison.
   */
  @ParameterizedTest
  @CsvSource({
    "false, 1", "false, 65535", "false, 65536", "false, 65537", "false, 131072", "false, 200000",
    "true, 1", "true, 127", "true, 128", "true, 129", "true, 65536", "true, 200000"
  })
  void aCallThatIsDueSurvivesAnyNumberOfPublicationsWithoutADecision(boolean packed, int count) {
    open(packed, true);
    device.interruptWanted(); // the first decision of a device always signals
    assertThat(enableCallsAfter(0)).isFalse();
    passBy(count);
    assertThat(interruptWanted()).as("call after %d publications", count).isTrue();
  }

  /** Between a ring's size and a cycle of both wrap counters, the comparison stays exact. */
  @ParameterizedTest
  @CsvSource({"1, false", "63, true", "64, true", "100, true", "127, true"})
  void aPackedRingsDecisionAfterALapIsExact(int count, boolean wanted) {
    open(true, true);
    device.interruptWanted();
    assertThat(enableCallsAfter(40)).isFalse();
    passBy(count);
    assertThat(interruptWanted()).isEqualTo(wanted);
  }

  /** An int of slots would overflow after 65,536 chains of a ring's size. */
  @Test
  void aPackedRingCountsMoreSlotsThanAnIntHolds() {
    ring = DrivenRing.of(true, QueueConfig.packed(32_768).withEventIdx(true));
    driver = ring.driver();
    device = ring.device();
    device.interruptWanted();
    assertThat(enableCallsAfter(0)).isFalse();
    chain.identify(0, 32_768);
    for (int i = 0; i < 65_535; i++) {
      device.putUsed(chain, 0);
      device.publish();
    }
    assertThat(device.interruptWanted()).isTrue();
  }

  /** A driver that polls leaves its event behind; it waits for nothing, so no call is owed. */
  @ParameterizedTest
  @CsvSource({
    "false, 64, true",
    "false, 65, false",
    "false, 40000, false",
    "true, 64, true",
    "true, 65, false"
  })
  void aCallIsOwedOnlyForElementsThatTheDriverCanStillWaitFor(
      boolean packed, int count, boolean owed) {
    open(packed, true);
    device.interruptWanted();
    assertThat(enableCallsAfter(0)).isFalse();
    passBy(count);
    assertThat(device.owesInterrupt()).isEqualTo(owed);
  }

  private void passBy(int count) {
    for (int i = 0; i < count; i++) {
      add(1);
      use(1);
      reap(1);
    }
  }
}
