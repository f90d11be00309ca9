package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.Used;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * Buffers of random shapes through a ring, in one thread. The device answers what it reads with
 * every bit turned; the driver checks each answer, and that the buffers come back in order.
 */
final class Traffic {
  private static final int MOST_SEGMENTS = 4;
  private static final int MOST_SEGMENT_BYTES = 24;
  private static final int SLOT_BYTES = 2 * MOST_SEGMENTS * MOST_SEGMENT_BYTES;
  private static final int TABLE_ENTRIES = 2 * MOST_SEGMENTS;

  /** Entries that the driver's indirect tables need. */
  static final int TABLES = TABLE_ENTRIES;

  private final DrivenRing ring;
  private final DriverQueue driver;
  private final Random random;
  private final DriverChain shape = new DriverChain();
  private final Used used = new Used();
  private final long slots;
  private final int slotCount;
  private final List<Chain> held = new ArrayList<>();
  private final MemorySegment scratch = MemorySegment.ofArray(new byte[SLOT_BYTES]);
  private final byte[][] sent;
  private final int[] expected;
  private RealmDevice device;
  private UnaryOperator<RealmDevice> restart = same -> same;
  private int added;
  private int back;

  Traffic(DrivenRing ring, RealmDevice device, long seed) {
    this.ring = ring;
    this.device = device;
    driver = ring.driver();
    random = new Random(seed);
    slotCount = driver.config().size();
    slots = ring.ram().allocate((long) slotCount * SLOT_BYTES, 64);
    sent = new byte[slotCount][];
    expected = new int[slotCount];
  }

  /** What becomes of the device, now and then, when it owes the driver nothing. */
  Traffic restarting(UnaryOperator<RealmDevice> how) {
    restart = how;
    return this;
  }

  /** Runs until so many buffers have come back. */
  void run(int buffers) {
    while (back < buffers) {
      int burst = 1 + random.nextInt(8);
      while (burst-- > 0 && added < buffers && add()) {
        added++;
      }
      driver.publish();
      serve();
      while (driver.poll(used)) {
        check();
      }
    }
    assertThat(driver.outstanding()).isZero();
    assertThat(driver.free()).isEqualTo(driver.config().size());
  }

  // ---- driver ---------------------------------------------------------------------------------

  private boolean add() {
    int slot = added % slotCount;
    if (added - back >= slotCount || driver.free() == 0) {
      return false;
    }
    long at = slots + (long) slot * SLOT_BYTES;
    shape.clear();
    int most = Math.min(2 * MOST_SEGMENTS, slotCount); // a chain is not longer than its queue
    int count = 1 + random.nextInt(most);
    int outs = Math.min(MOST_SEGMENTS, random.nextInt(count + 1));
    int out = segments(at, outs, false);
    int in = segments(at + SLOT_BYTES / 2, Math.min(MOST_SEGMENTS, count - outs), true);
    describe();
    sent[slot] = new byte[out];
    random.nextBytes(sent[slot]);
    ring.ram().write(at, sent[slot]);
    ring.ram().fill(at + SLOT_BYTES / 2, SLOT_BYTES / 2, (byte) 0);
    expected[slot] = Math.min(in, out);
    return driver.add(shape, slot) >= 0;
  }

  private int segments(long at, int count, boolean writable) {
    int bytes = 0;
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(8) == 0 ? 0 : 1 + random.nextInt(MOST_SEGMENT_BYTES);
      if (writable) {
        shape.in(at + bytes, length);
      } else {
        shape.out(at + bytes, length);
      }
      bytes += length;
    }
    return bytes;
  }

  private void describe() {
    boolean packed = ring.config().packed();
    if (shape.segments() > driver.free()) {
      shape.indirect();
    } else if (random.nextInt(3) == 0) {
      shape.indirectFrom(packed ? 0 : random.nextInt(shape.segments()));
    }
  }

  private void check() {
    int slot = back % slotCount;
    assertThat(used.token).as("buffer %d", back).isEqualTo(slot);
    assertThat(used.length).as("length of buffer %d", back).isEqualTo(expected[slot]);
    byte[] answer =
        ring.ram().read(slots + (long) slot * SLOT_BYTES + SLOT_BYTES / 2, SLOT_BYTES / 2);
    byte[] wanted = new byte[answer.length];
    for (int i = 0; i < expected[slot]; i++) {
      wanted[i] = (byte) ~sent[slot][i];
    }
    if (!Arrays.equals(answer, wanted)) {
      assertThat(answer).as("answer in buffer %d", back).isEqualTo(wanted);
    }
    back++;
  }

  // ---- device ---------------------------------------------------------------------------------

  private void serve() {
    if (random.nextInt(16) == 0) {
      device = restart.apply(device);
    }
    int taken = 0;
    while (device.take(held(taken))) {
      taken++;
      if (random.nextInt(4) == 0) {
        taken = giveSomeBack(taken);
      }
    }
    for (int i = 0; i < taken; i++) {
      answer(held.get(i));
      if (random.nextInt(3) == 0) {
        device.publish();
      }
    }
    device.publish();
  }

  private Chain held(int i) {
    if (i == held.size()) {
      held.add(new Chain());
    }
    return held.get(i);
  }

  /** The latest first. They are there again for the next take. */
  private int giveSomeBack(int taken) {
    int kept = taken - random.nextInt(taken + 1);
    for (int i = taken; i > kept; i--) {
      device.giveBack(held.get(i - 1));
    }
    return kept;
  }

  private void answer(Chain chain) {
    int bytes = (int) Math.min(chain.readableBytes(), chain.writableBytes());
    chain.copyOut(0, scratch, 0, bytes);
    byte[] turned = (byte[]) scratch.heapBase().orElseThrow();
    for (int i = 0; i < bytes; i++) {
      turned[i] = (byte) ~turned[i];
    }
    chain.copyIn(0, scratch, 0, bytes);
    device.putUsed(chain, bytes);
  }
}
