package io.ringfence.ring.queue;

import static io.ringfence.ring.SplitLayout.DESCRIPTOR_INDIRECT;
import static io.ringfence.ring.SplitLayout.DESCRIPTOR_NEXT;
import static io.ringfence.ring.SplitLayout.DESCRIPTOR_WRITE;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.QueueState;
import io.ringfence.ring.RingLog;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.SplitLayout;
import io.ringfence.ring.VringConfig;

/**
 * A split virtqueue (VIRTIO 1.3, 2.7), device side. Its indices are free-running 16-bit numbers,
 * masked only to select a slot.
 */
public final class SplitQueue implements Virtqueue {
  private final GuestMemory memory;
  private final int size;
  private final boolean eventIndex;
  private final long descriptors; // addresses of the areas
  private final long avail;
  private final long used;
  private final IndirectTable indirect;
  private final RingLog log; // null if writes are not logged

  private int availNext; // the next avail.ring entry to take
  private int availSeen; // avail.idx as last read
  private int usedNext; // the next used.ring entry to fill
  private int usedPublished; // used.idx as the driver sees it
  private int usedFlags; // as the driver sees them
  // Elements published since the last interrupt decision. After 65,536 of them every 16-bit
  // used_event has been passed, so the comparison of 2.7.7.2 is true for any.
  private int sinceDecision;
  private int sinceSignal; // the same since the driver was last signalled, at most the size

  SplitQueue(VringConfig config, GuestMemory memory, QueueState state) {
    this.memory = memory;
    size = config.size();
    eventIndex = config.eventIndex();
    descriptors =
        memory.area("descriptor table", config.descriptors(), config.descriptorBytes(), 16);
    avail = memory.area("avail ring", config.driver(), config.driverBytes(), 2);
    used = memory.area("used ring", config.device(), config.deviceBytes(), 4);
    indirect = new IndirectTable(size);
    log = config.log();
    availNext = state.position().avail();
    availSeen = availNext;
    usedNext = state.position().used();
    usedPublished = usedNext;
    usedFlags = state.kicksSuppressed() ? SplitLayout.USED_NO_NOTIFY : 0;
    sinceDecision = state.sinceDecision();
    sinceSignal = state.sinceSignal();
  }

  @Override
  public boolean take(Chain chain) {
    if (availNext == availSeen && !look(Barriers.observeAvailIndex(avail + SplitLayout.INDEX))) {
      return false;
    }
    int head = SharedField.u16(avail + SplitLayout.availRing(availNext & (size - 1)));
    if (head >= size) {
      throw new BrokenRingException(
          "avail.ring[%d] names descriptor %d; allowed are 0 to %d"
              .formatted(availNext & (size - 1), head, size - 1));
    }
    chain.identify(head, 1);
    walk(chain, head & (size - 1)); // real work for the processor, see SharedField
    availNext = availNext + 1 & 0xffff;
    return true;
  }

  /** Checks and stores avail.idx; returns whether a chain is available. */
  private boolean look(int index) {
    int pending = index - availNext & 0xffff;
    if (pending > size) {
      throw new BrokenRingException(
          "avail.idx is %d, %d past the last one taken; allowed are at most %d, the queue size"
              .formatted(index, pending, size));
    }
    availSeen = index;
    return pending != 0;
  }

  private void walk(Chain chain, int head) {
    long address = address(head);
    long tail = tail(head);
    if ((flags(tail) & (DESCRIPTOR_INDIRECT | DESCRIPTOR_NEXT)) == 0) { // as most are
      chain.single(memory, address, length(tail), (flags(tail) & DESCRIPTOR_WRITE) != 0);
    } else {
      chain.reset();
      follow(chain, head, address, tail);
    }
  }

  /** Follows a chain from its first descriptor, which has been read. */
  private void follow(Chain chain, int head, long firstAddress, long firstTail) {
    int descriptor = head;
    long address = firstAddress;
    long tail = firstTail;
    for (int count = 1; ; count++) {
      chain.madeOf(count);
      if ((flags(tail) & DESCRIPTOR_INDIRECT) != 0) {
        checkEndsHere(descriptor, tail);
        walkIndirect(chain, address, length(tail));
        return;
      }
      chain.add(memory, address, length(tail), (flags(tail) & DESCRIPTOR_WRITE) != 0);
      descriptor = following(tail, size);
      if (descriptor < 0) {
        return;
      }
      if (count == size) {
        throw tooLong(size, "the queue size");
      }
      address = address(descriptor);
      tail = tail(descriptor);
    }
  }

  private static void checkEndsHere(int descriptor, long tail) {
    if ((flags(tail) & DESCRIPTOR_NEXT) != 0) {
      throw new BrokenRingException(
          "descriptor %d has both INDIRECT and NEXT; allowed is one of them".formatted(descriptor));
    }
  }

  private long address(int descriptor) {
    long at = (long) descriptor * SplitLayout.DESCRIPTOR_BYTES;
    return SharedField.u64(descriptors + at + SplitLayout.DESCRIPTOR_ADDRESS);
  }

  private long tail(int descriptor) {
    long at = (long) descriptor * SplitLayout.DESCRIPTOR_BYTES;
    return SharedField.u64(descriptors + at + SplitLayout.DESCRIPTOR_TAIL);
  }

  private void walkIndirect(Chain chain, long tableAddress, long tableBytes) {
    int entries = indirect.load(memory, tableAddress, tableBytes);
    long table = indirect.entries();
    int next = 0;
    for (int count = 1; next >= 0; count++) {
      if (count > entries) {
        throw tooLong(entries, "the table's entries");
      }
      long at = (long) next * SplitLayout.DESCRIPTOR_BYTES;
      long address = SharedField.u64(table + at + SplitLayout.DESCRIPTOR_ADDRESS);
      long tail = SharedField.u64(table + at + SplitLayout.DESCRIPTOR_TAIL);
      if ((flags(tail) & DESCRIPTOR_INDIRECT) != 0) {
        throw new BrokenRingException(
            "entry %d of an indirect table is itself indirect; tables do not nest".formatted(next));
      }
      chain.add(memory, address, length(tail), (flags(tail) & DESCRIPTOR_WRITE) != 0);
      next = following(tail, entries);
    }
  }

  /** Returns a chain's next descriptor; negative at its end. */
  private static int following(long tail, int tableSize) {
    if ((flags(tail) & DESCRIPTOR_NEXT) == 0) {
      return -1;
    }
    int next = (int) (tail >>> 48);
    if (next >= tableSize) {
      throw new BrokenRingException(
          "a descriptor's next is %d; allowed are 0 to %d".formatted(next, tableSize - 1));
    }
    return next;
  }

  private static int flags(long tail) {
    return (int) (tail >>> 32) & 0xffff;
  }

  private static long length(long tail) {
    return tail & 0xffff_ffffL;
  }

  private static BrokenRingException tooLong(int allowed, String what) {
    return new BrokenRingException(
        "descriptor chain does not end; allowed are %d descriptors, %s".formatted(allowed, what));
  }

  @Override
  public void giveBack(Chain chain) {
    availNext = availNext - chain.slots() & 0xffff;
  }

  @Override
  public void putUsed(Chain chain, int written) {
    long at = SplitLayout.usedRing(usedNext & (size - 1));
    SharedField.setU32(used + at, chain.id());
    SharedField.setU32(used + at + SplitLayout.USED_LENGTH, written);
    usedNext = usedNext + 1 & 0xffff;
    if (log != null) {
      Barriers.beforeDirtyLog();
      log.written(memory, chain, written);
    }
  }

  @Override
  public void publish() {
    if (usedPublished != usedNext) {
      int count = usedNext - usedPublished & 0xffff;
      Barriers.publishUsedIndex(used, usedFlags, usedNext);
      if (log != null) {
        logElements(usedPublished & (size - 1), count);
        logUsed(SplitLayout.INDEX);
      }
      usedPublished = usedNext;
      sinceDecision = Math.min(sinceDecision + count, QueueState.UNKNOWN);
      sinceSignal = Math.min(sinceSignal + count, size);
    }
  }

  private void logElements(int first, int count) {
    Barriers.beforeDirtyLog();
    int beforeEnd = Math.min(count, size - first);
    log.usedRing(SplitLayout.usedRing(first), SplitLayout.usedElements(beforeEnd));
    log.usedRing(SplitLayout.usedRing(0), SplitLayout.usedElements(count - beforeEnd));
  }

  /** Marks one of the used ring's 16-bit fields. */
  private void logUsed(long offset) {
    Barriers.beforeDirtyLog();
    log.usedRing(offset, 2);
  }

  @Override
  public boolean interruptWanted() {
    if (!eventIndex) {
      return isWanted(Barriers.driverEvent(avail + SplitLayout.FLAGS));
    }
    boolean wanted = isWanted(Barriers.driverEvent(avail + SplitLayout.usedEvent(size)));
    sinceDecision = 0;
    sinceSignal = wanted ? 0 : sinceSignal;
    return wanted;
  }

  /**
   * Returns whether used_event is the index of one of the last {@code count} published elements.
   */
  private boolean wasPassed(int event, int count) {
    return (usedPublished - event - 1 & 0xffff) < count;
  }

  /** Returns whether avail.flags, or used_event with the event index, asks for an interrupt. */
  private boolean isWanted(int event) {
    if (!eventIndex) {
      return (event & SplitLayout.AVAIL_NO_INTERRUPT) == 0;
    }
    return wasPassed(event, sinceDecision);
  }

  @Override
  public boolean interruptLikely() {
    long offset = eventIndex ? SplitLayout.usedEvent(size) : SplitLayout.FLAGS;
    return isWanted(SharedField.u16(avail + offset));
  }

  @Override
  public boolean hasAvailable() {
    return SharedField.u16(avail + SplitLayout.INDEX) != availNext;
  }

  @Override
  public boolean owesInterrupt() {
    // A waiting driver has at most a queue size of elements left to read: an older event is stale.
    return eventIndex
        && wasPassed(SharedField.u16(avail + SplitLayout.usedEvent(size)), sinceSignal);
  }

  @Override
  public void suppressKicks() {
    if (!eventIndex) { // with it, an avail_event in the past suppresses kicks already
      usedFlags = SplitLayout.USED_NO_NOTIFY;
      SharedField.setU32(used + SplitLayout.FLAGS, SplitLayout.usedHead(usedFlags, usedPublished));
      if (log != null) {
        logUsed(SplitLayout.FLAGS);
      }
    }
  }

  @Override
  public boolean requestKicks() {
    if (eventIndex) {
      Barriers.requestKicksAt(used + SplitLayout.availEvent(size), availNext);
    } else {
      usedFlags = 0;
      Barriers.requestKicks(used, usedFlags, usedPublished);
    }
    boolean more = look(Barriers.observeAvailIndexAgain(avail + SplitLayout.INDEX));
    if (log != null) {
      logUsed(eventIndex ? SplitLayout.availEvent(size) : SplitLayout.FLAGS);
    }
    return more;
  }

  @Override
  public RingPosition position() {
    return new RingPosition(availNext, usedNext, false, false);
  }

  @Override
  public QueueState state() {
    return new QueueState(position(), sinceDecision, sinceSignal, usedFlags != 0);
  }
}
