package io.ringfence.testkit.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.device.TestDevice;
import io.ringfence.testkit.memory.GuestRam;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both drivers against a device written from the specification. */
class DriverQueueTest {
  private static final int STEPS = 70_000;
  private static final int SLOT_BYTES = 256;

  private final GuestRam ram = GuestRam.anonymous(64 << 20);
  private final Random random = new Random(20150407);
  private final DriverChain chain = new DriverChain();
  private final Used used = new Used();

  @AfterEach
  void close() {
    ram.close();
  }

  static Stream<QueueConfig> rings() {
    List<QueueConfig> all = new ArrayList<>();
    for (IdOrder order : IdOrder.values()) {
      all.add(QueueConfig.split(8).withOrder(order, 8));
      all.add(QueueConfig.packed(7).withOrder(order, 7));
    }
    for (int size : new int[] {1, 2, 256, 32768}) {
      all.add(QueueConfig.split(size).withOrder(IdOrder.SCATTERED, size));
      all.add(QueueConfig.packed(size).withOrder(IdOrder.SCATTERED, size));
    }
    all.add(QueueConfig.split(16).withBase(0xfff0));
    all.add(QueueConfig.packed(301));
    all.add(QueueConfig.packed(5).withBase(0x0003_0003));
    all.add(QueueConfig.packed(5).withBase(0x8004_8004));
    return all.stream().map(c -> c.withTables(8));
  }

  private DriverQueue driver(QueueConfig config) {
    // A split base is an index. Both halves of a packed base are equal, and 0 is not a valid start
    // here.
    boolean packed = config.base() >>> 16 != 0;
    return DriverQueue.of(ram, packed, config);
  }

  /**
   * Describes one request: readable segments with a pattern, writable segments for the answer.
   * Returns the bytes written.
   */
  private byte[] describe(long slotAt, boolean packed, int free) {
    chain.clear();
    int outs = random.nextInt(4);
    int ins = random.nextInt(4);
    boolean indirect = random.nextInt(3) == 0 || outs + ins > free;
    if (outs + ins == 0) {
      outs = 1;
      indirect = false;
    }
    byte[] pattern = new byte[outs * 20];
    random.nextBytes(pattern);
    int done = 0;
    for (int i = 0; i < outs; i++) {
      int bytes = i + 1 == outs ? pattern.length - done : 1 + random.nextInt(20);
      ram.write(slotAt + done, Arrays.copyOfRange(pattern, done, done + bytes));
      chain.out(slotAt + done, bytes);
      done += bytes;
    }
    for (int i = 0; i < ins; i++) {
      chain.in(slotAt + 100 + 30L * i, 30);
    }
    if (indirect) {
      chain.indirectFrom(packed || outs + ins > free ? 0 : random.nextInt(outs + ins));
    }
    return pattern;
  }

  @ParameterizedTest
  @MethodSource("rings")
  void seventyThousandBuffersOfAnyShapeComeBackOnceEachInAnyOrder(QueueConfig config) {
    DriverQueue driver = driver(config);
    TestDevice device = TestDevice.of(ram, driver);
    int slots = Math.min(config.size(), 512);
    long memory = ram.allocate((long) slots * SLOT_BYTES, 64);
    Deque<Integer> freeSlots = new ArrayDeque<>();
    for (int i = 0; i < slots; i++) {
      freeSlots.add(i);
    }
    byte[][] sent = new byte[slots][];
    int[] room = new int[slots];
    int back = 0;
    List<TestDevice.Buffer> held = new ArrayList<>();
    for (int added = 0; back < STEPS; ) {
      for (int burst = random.nextInt(8);
          burst > 0 && added < STEPS && !freeSlots.isEmpty();
          burst--) {
        int slot = freeSlots.peek();
        byte[] pattern =
            describe(
                memory + (long) slot * SLOT_BYTES, driver instanceof PackedDriver, driver.free());
        if (driver.add(chain, slot) < 0) {
          break;
        }
        freeSlots.remove();
        sent[slot] = pattern;
        room[slot] = (int) chain.writableBytes();
        added++;
      }
      driver.publish();
      for (TestDevice.Buffer b = device.take(); b != null; b = device.take()) {
        held.add(b);
      }
      for (int n = random.nextInt(held.size() + 1); n > 0; n--) {
        Collections.swap(held, random.nextInt(held.size()), held.size() - 1);
        TestDevice.Buffer b = held.removeLast();
        device.use(b, b.write(ram, b.readable(ram)));
      }
      device.publish();
      while (driver.poll(used)) {
        int expected = Math.min(sent[used.token].length, room[used.token]);
        assertThat(used.length).isEqualTo(expected);
        byte[] answer = ram.read(memory + (long) used.token * SLOT_BYTES + 100, expected);
        assertThat(answer).isEqualTo(Arrays.copyOf(sent[used.token], expected));
        sent[used.token] = null;
        freeSlots.add(used.token);
        back++;
      }
    }
    assertThat(driver.outstanding()).isZero();
    assertThat(driver.free()).isEqualTo(config.size());
  }

  static Stream<QueueConfig> inOrderRings() {
    return Stream.of(
            QueueConfig.split(8),
            QueueConfig.split(256),
            QueueConfig.packed(7),
            QueueConfig.packed(256))
        .map(c -> c.withInOrder(true).withTables(8));
  }

  @ParameterizedTest
  @MethodSource("inOrderRings")
  void oneUsedElementStandsForABatchOfAnInOrderDevice(QueueConfig config) {
    DriverQueue driver = driver(config);
    TestDevice device = TestDevice.of(ram, driver);
    long memory = ram.allocate(SLOT_BYTES, 64);
    int next = 0;
    int back = 0;
    List<TestDevice.Buffer> held = new ArrayList<>();
    while (back < STEPS) {
      for (int burst = random.nextInt(6); burst > 0; burst--) {
        describe(memory, driver instanceof PackedDriver, driver.free());
        chain.in(memory + 200, 5);
        next += driver.add(chain, next) < 0 ? 0 : 1;
      }
      driver.publish();
      for (TestDevice.Buffer b = device.take(); b != null; b = device.take()) {
        held.add(b);
      }
      if (!held.isEmpty()) {
        List<TestDevice.Buffer> batch = held.subList(0, 1 + random.nextInt(held.size()));
        List<Integer> lengths =
            new ArrayList<>(batch.stream().map(TestDevice.Buffer::writableBytes).toList());
        lengths.set(lengths.size() - 1, 3);
        device.useBatch(batch, 3);
        device.publish();
        batch.clear();
        for (int length : lengths) {
          assertThat(driver.poll(used)).isTrue();
          assertThat(used.token).isEqualTo(back++);
          assertThat(used.length).isEqualTo(length);
        }
      }
      assertThat(driver.poll(used)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withEventIndicesOneKickComesWhenTheDeviceAskedForIt(boolean packed) {
    QueueConfig config = packed ? QueueConfig.packed(7) : QueueConfig.split(8);
    DriverQueue driver = driver(config.withEventIdx(true));
    TestDevice device = TestDevice.of(ram, driver);
    // An event that is not renewed matches again when the index, or the position with its wrap
    // counter, recurs.
    int period = packed ? 2 * 7 : 1 << 16;
    int askedFor = 0;
    int added = 0;
    device.enableKicks();
    for (int i = 0; i < STEPS; i++) {
      if (random.nextBoolean()) {
        assertThat(device.enableKicks()).isFalse();
        askedFor = added;
      }
      for (int burst = random.nextInt(3); burst >= 0; burst--) {
        boolean due = false;
        for (int batch = random.nextInt(2); batch >= 0; batch--) {
          driver.add(chain.clear().out(0x1000, 1), 0);
          due |= (added++ - askedFor) % period == 0;
        }
        driver.publish();
        assertThat(driver.kickNeeded()).isEqualTo(due);
      }
      for (TestDevice.Buffer b = device.take(); b != null; b = device.take()) {
        device.use(b, 0);
      }
      device.publish();
      while (driver.poll(used)) {
        assertThat(used.length).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withEventIndicesOneCallComesForTheBufferThatWasAskedFor(boolean packed) {
    QueueConfig config = packed ? QueueConfig.packed(7) : QueueConfig.split(8);
    DriverQueue driver = driver(config.withEventIdx(true));
    TestDevice device = TestDevice.of(ram, driver);
    for (int i = 0; i < STEPS; i++) {
      int after = random.nextInt(5);
      boolean already =
          driver instanceof SplitDriver s
              ? s.enableCallsAfter(after)
              : ((PackedDriver) driver).enableCallsAfter(after);
      assertThat(already).isFalse();
      for (int b = 0; b < 5; b++) {
        driver.add(chain.clear().out(0x1000, 1), b);
      }
      driver.publish();
      for (int b = 0; b < 5; b++) {
        device.use(device.take(), 0);
        device.publish();
        assertThat(device.callNeeded()).isEqualTo(b == after);
      }
      for (int b = 0; b < 5; b++) {
        assertThat(driver.poll(used)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void withoutEventIndicesFlagsSwitchKicksAndCallsOnAndOff(boolean packed) {
    DriverQueue driver = driver(packed ? QueueConfig.packed(4) : QueueConfig.split(4));
    TestDevice device = TestDevice.of(ram, driver);
    for (int i = 0; i < 10; i++) {
      boolean on = i % 2 == 0;
      if (on) {
        driver.enableCalls();
        device.enableKicks();
      } else {
        driver.disableCalls();
        device.disableKicks();
      }
      driver.add(chain.clear().out(0x1000, 1), i);
      driver.publish();
      assertThat(driver.kickNeeded()).isEqualTo(on);
      assertThat(driver.kickNeeded()).as("nothing new was published").isFalse();
      device.use(device.take(), 0);
      device.publish();
      assertThat(device.callNeeded()).isEqualTo(on);
      assertThat(driver.poll(used)).isTrue();
    }
  }

  @Test
  void aDeviceThatUsesWhatItDoesNotHaveIsFoundOut() {
    SplitDriver split = new SplitDriver(ram, QueueConfig.split(4));
    split.add(chain.clear().out(0x1000, 1).in(0x2000, 10), 0);
    split.publish();
    split.ring().usedEntry(0, 3, 0);
    split.ring().usedIdx(1);
    assertThatThrownBy(() -> split.poll(used))
        .isInstanceOf(DeviceFault.class)
        .hasMessage(
            "used element 0 names id 3: not one of the 1 outstanding buffers of a ring of 4");
    split.ring().usedEntry(0, 0, 11);
    assertThatThrownBy(() -> split.poll(used))
        .isInstanceOf(DeviceFault.class)
        .hasMessage("used element 0, id 0: 11 bytes written, the buffer has 10");
    SplitDriver other = new SplitDriver(ram, QueueConfig.split(4));
    other.ring().usedIdx(2);
    assertThatThrownBy(() -> other.poll(used))
        .isInstanceOf(DeviceFault.class)
        .hasMessage("used idx went from 0 to 2: 2 buffers, the device has 0");
  }

  @Test
  void ringsOfOtherSizesAreRefused() {
    assertThatThrownBy(() -> new SplitDriver(ram, QueueConfig.split(3)))
        .hasMessageContaining("powers of two up to 32768");
    assertThatThrownBy(() -> new SplitDriver(ram, QueueConfig.split(65536)))
        .hasMessageContaining("powers of two up to 32768");
    assertThatThrownBy(() -> new PackedDriver(ram, QueueConfig.packed(32769)))
        .hasMessageContaining("1 to 32768");
  }

  @Test
  void aFullRingTakesNoMoreAndIsLeftAsItWas() {
    for (DriverQueue driver :
        List.of(
            new SplitDriver(ram, QueueConfig.split(4)),
            new PackedDriver(ram, QueueConfig.packed(4)))) {
      assertThat(driver.add(chain.clear().out(0x1000, 1).out(0x1001, 1).in(0x1002, 1), 0))
          .isNotNegative();
      assertThat(driver.add(chain.clear().out(0x1000, 1).out(0x1001, 1), 1)).isEqualTo(-1);
      assertThat(driver.free()).isEqualTo(1);
      assertThat(driver.add(chain.clear().out(0x1000, 1), 2)).isNotNegative();
      assertThat(driver.outstanding()).isEqualTo(2);
    }
  }
}
