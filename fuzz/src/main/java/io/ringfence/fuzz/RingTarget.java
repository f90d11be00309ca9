package io.ringfence.fuzz;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.DirtyLog;
import io.ringfence.ring.RingLog;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.ring.queue.Virtqueue;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A driver and a device take turns on one ring, as the input directs. The driver writes any value.
 * After each step of the device, these hold: it threw nothing but {@link BrokenRingException}, and
 * only after a broken rule. A chain equals the result of {@link Format#next} on the same memory.
 * The device wrote only its own areas and the buffers that it was given.
 *
 * <pre>
 *   0    size         1  bit 0 event index, bit 1 dirty log         2...  steps
 *   step: u8 what, then its arguments
 * </pre>
 */
final class RingTarget {
  static final int TAKE = 0;
  static final int PUT = 1;
  static final int PUBLISH = 2;
  static final int REST = 3;
  static final int SUPPRESS = 4;
  static final int GIVE_BACK = 5;
  static final int RESTART = 6;
  static final int DESCRIBE = 7;
  static final int OFFER = 8;
  static final int ASK = 9;
  static final int POKE = 10;
  static final int LOOK = 11;
  static final int STEPS = 12;

  private static final int MOST_STEPS = 400;
  private static final int MOST_COPIED = 4096;

  /** One memory for all inputs, since many run per second. */
  private static final CheckedMemory MEMORY = new CheckedMemory(Arena.global());

  private static final MemorySegment SCRATCH = scratch();

  private final Format format;
  private final Input input;
  private final CheckedMemory memory;
  private final int size;
  private final VringConfig config;
  private final Deque<Chain> taken = new ArrayDeque<>();
  private Virtqueue queue;

  private RingTarget(Format format, Input input) {
    this.format = format;
    this.input = input;
    memory = MEMORY;
    memory.clear();
    size = format.size(input.u8());
    int options = input.u8();
    VringConfig plain = format.config(size, (options & 1) != 0);
    config = (options & 2) == 0 ? plain : plain.logged(new RingLog(log(), true, plain.device()));
    queue = Virtqueue.start(config, memory.guest(), format.start());
  }

  /** Returns bytes to write, each different from its neighbours. */
  private static MemorySegment scratch() {
    MemorySegment bytes = Arena.global().allocate(MOST_COPIED, 8);
    for (int i = 0; i < MOST_COPIED; i++) {
      bytes.set(ValueLayout.JAVA_BYTE, i, (byte) (i * 31 + 7));
    }
    return bytes;
  }

  private static DirtyLog log() {
    return (address, bytes) ->
        Finding.unless(
            bytes >= 0 && CheckedMemory.holds(address, bytes),
            "%d bytes at 0x%x marked as dirty, outside the regions",
            bytes,
            address);
  }

  /**
   * Runs an input.
   *
   * @throws Finding if a property does not hold
   */
  static void run(Format format, byte[] bytes) {
    var input = new Input(bytes);
    var target = new RingTarget(format, input);
    for (int step = 0; step < MOST_STEPS && !input.isEmpty(); step++) {
      if (!target.step(input.u8() % STEPS)) {
        return; // the ring is broken
      }
    }
  }

  private boolean step(int what) {
    switch (what) {
      case DESCRIBE -> describe();
      case OFFER -> format.offer(memory, queue.position(), size, input.u8());
      case ASK -> format.askForCall(memory, size, input.u16());
      case POKE -> memory.write(CheckedMemory.RINGS + input.u16() % 0x400, input.u8(), 1);
      default -> {
        return deviceStep(what);
      }
    }
    return true;
  }

  private boolean deviceStep(int what) {
    try {
      switch (what) {
        case TAKE -> take();
        case PUT -> put();
        case PUBLISH -> publish();
        case REST -> queue.requestKicks();
        case SUPPRESS -> queue.suppressKicks();
        case GIVE_BACK -> giveBack();
        case RESTART -> restart();
        default -> look();
      }
      checkWrites();
      return true;
    } catch (BrokenRingException broken) {
      Finding.unless(!broken.getMessage().isBlank(), "a broken ring without a message");
      checkWrites();
      return false;
    }
  }

  private void checkWrites() {
    format.acceptDeviceWrites(memory, size);
    memory.check();
  }

  // ---- the driver -----------------------------------------------------------------------------

  /** Writes a descriptor into the ring or a table. */
  private void describe() {
    int where = input.u8();
    long at =
        (where & 0x80) != 0
            ? address(where >>> 5 & 3, input.u16())
            : format.descriptor(where % (size + 2));
    int kind = input.u8();
    long address = (kind & 0x80) != 0 ? input.u64() : address(kind & 3, input.u16());
    int length = (kind & 0x40) != 0 ? input.u32() : input.u8();
    memory.write(at, address, 8);
    memory.write(at + 8, Integer.toUnsignedLong(length), 4);
    memory.write(at + 12, Integer.toUnsignedLong(input.u32()), 4);
  }

  /** Returns an address in a region, or just past its end. */
  private static long address(int region, int offset) {
    return switch (region) {
      case 0 -> CheckedMemory.RINGS + 0x400 + offset % 0xc00;
      case 1 -> 0x1ff0 + offset % 0x820;
      case 2 -> 0x10000 + offset % 0x110;
      default -> -0x1000L + offset % 0x1010;
    };
  }

  // ---- the device -----------------------------------------------------------------------------

  private void take() {
    RingPosition before = queue.position();
    if (taken.size() >= 2 * size) {
      return;
    }
    Walk due = format.next(memory, before, size);
    int id = due == null || due.isBroken() ? -1 : format.id(memory, before, size);
    var chain = new Chain();
    boolean took;
    try {
      took = queue.take(chain);
    } catch (BrokenRingException e) {
      Finding.unless(
          due == null || due.isBroken() || isJump(e),
          "broken although no rule was broken: %s",
          e.getMessage());
      Finding.unless(queue.position().equals(before), "a broken ring advanced");
      throw e;
    }
    if (took) {
      Finding.unless(due == null || !due.isBroken(), "a chain that breaks the rules was taken");
      if (due != null) {
        new TakenChain(chain, memory, size).check(due, id);
      }
      taken.addLast(chain);
    } else {
      Finding.unless(due == null, "nothing was taken although a chain is available");
    }
  }

  /**
   * Returns whether the error is about an index that jumped. The device checks it before the chain,
   * which may be correct.
   */
  private static boolean isJump(BrokenRingException e) {
    return e.getMessage().startsWith("avail.idx is ");
  }

  private void put() {
    Chain chain = taken.pollFirst();
    if (chain == null) {
      return;
    }
    long room = Math.min(MOST_COPIED, chain.writableBytes());
    long written = room == 0 ? 0 : input.u16() % (room + 1);
    if (written > 0) {
      long to = Math.min(input.u8(), chain.writableBytes() - written);
      chain.copyIn(to, SCRATCH, 0, written);
      new TakenChain(chain, memory, size).expectCopied(to, SCRATCH, written);
    }
    queue.putUsed(chain, (int) written);
  }

  private void publish() {
    queue.publish();
    queue.interruptWanted();
  }

  private void giveBack() {
    Chain chain = taken.pollLast();
    if (chain != null) {
      queue.giveBack(chain);
    }
  }

  /** Restarts the ring as at a change of memory or policy: returns or puts back all held chains. */
  private void restart() {
    while (!taken.isEmpty()) {
      giveBack();
    }
    queue.publish();
    queue = Virtqueue.start(config, memory.guest(), queue.position());
  }

  private void look() {
    queue.hasAvailable();
    queue.owesInterrupt();
  }
}
