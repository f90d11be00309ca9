package io.ringfence.testkit.ring;

import static io.ringfence.testkit.ring.SplitRing.DESC_F_INDIRECT;
import static io.ringfence.testkit.ring.SplitRing.DESC_F_NEXT;
import static io.ringfence.testkit.ring.SplitRing.DESC_F_WRITE;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.memory.GuestRam;
import java.lang.invoke.VarHandle;

/** A driver of a split virtqueue (VIRTIO 1.3, 2.7). */
public final class SplitDriver implements DriverQueue {
  private static final int INDEX_MASK = 0xffff;
  private static final int NONE = -1;

  private final QueueConfig config;
  private final int size;
  private final SplitRing ring;
  private final IndirectTables tables;
  private final long descAddress;
  private final long availAddress;
  private final long usedAddress;
  private final FreeIds ids;
  private final Outstanding outstanding;
  private final int[] nextOf;
  private int availNext;
  private int published;
  private int kickChecked;
  private int usedNext;
  private int usedSeen;
  private int batchLast = NONE;
  private long batchLength;

  /** Creates a ring whose areas are allocated from {@code ram}, each on its own cache line. */
  public SplitDriver(GuestRam ram, QueueConfig config) {
    this(
        ram,
        config,
        ram.allocate(SplitRing.descBytes(config.size()), 64),
        ram.allocate(SplitRing.availBytes(config.size()), 64),
        ram.allocate(SplitRing.usedBytes(config.size()), 64));
  }

  /**
   * Creates a ring at chosen guest addresses: multiples of 16, 2 and 4 (VIRTIO 1.3, 2.7). Clears
   * its memory.
   */
  public SplitDriver(
      GuestRam ram, QueueConfig config, long descAddress, long availAddress, long usedAddress) {
    this.config = config;
    this.size = config.size();
    if (Integer.bitCount(size) != 1 || size > QueueConfig.MAX_SIZE) {
      throw new IllegalArgumentException(
          "split ring of " + size + " descriptors: powers of two up to 32768 are allowed");
    }
    this.descAddress = descAddress;
    this.availAddress = availAddress;
    this.usedAddress = usedAddress;
    ram.fill(descAddress, SplitRing.descBytes(size), (byte) 0);
    ram.fill(availAddress, SplitRing.availBytes(size), (byte) 0);
    ram.fill(usedAddress, SplitRing.usedBytes(size), (byte) 0);
    ring = new SplitRing(ram, size, descAddress, availAddress, usedAddress);
    tables = new IndirectTables(ram, size, config.tableEntries());
    // In order means in ring order: from the table's start, wrapping at its end (VIRTIO 1.3,
    // 2.7.5).
    ids = new FreeIds(size, config.inOrder() ? IdOrder.FIFO : config.order(), config.seed());
    outstanding = new Outstanding(size);
    nextOf = new int[size];
    resumeAt(config.base());
  }

  /** Sets the indices of a ring that was already used, as after a migration. */
  private void resumeAt(int index) {
    availNext = index & INDEX_MASK;
    published = availNext;
    kickChecked = availNext;
    usedNext = availNext;
    usedSeen = availNext;
    ring.availIdx(availNext);
    ring.usedIdx(availNext);
  }

  /** Returns the ring's memory, for tests that access it without the driver. */
  public SplitRing ring() {
    return ring;
  }

  @Override
  public QueueConfig config() {
    return config;
  }

  @Override
  public int free() {
    return ids.count();
  }

  @Override
  public int outstanding() {
    return outstanding.count();
  }

  // Available
  // --------------------------------------------------------------------------------------------------------------------------------

  @Override
  public int add(DriverChain chain, int token) {
    int descriptors = chain.ringDescriptors();
    if (descriptors > ids.count() || descriptors == 0) {
      return -1;
    }
    int head = ids.take();
    int at = head;
    for (int i = 0; i < descriptors; i++) {
      int next = i + 1 < descriptors ? ids.take() : NONE;
      describe(chain, i, head, at, next);
      nextOf[at] = next;
      at = next;
    }
    outstanding.add(head, descriptors, token, chain.writableBytes());
    offer(head);
    return head;
  }

  /**
   * Writes descriptor {@code at} for segment {@code i}, or for the table if the chain continues in
   * one.
   */
  private void describe(DriverChain chain, int i, int head, int at, int next) {
    if (i == chain.chained()) {
      long table = tables.writeSplit(chain, head);
      ring.desc(at, table, tables.bytes(chain), DESC_F_INDIRECT, 0);
      return;
    }
    int flags = chain.writable(i) ? DESC_F_WRITE : 0;
    // Without a successor, next is unused: the device must ignore its value.
    ring.desc(
        at, chain.address(i), chain.length(i), next == NONE ? flags : flags | DESC_F_NEXT, next);
  }

  /**
   * Puts a head into the next entry of the available ring without a buffer, for heads that no
   * driver offers.
   */
  public void offer(int head) {
    ring.availEntry(availNext & (size - 1), head);
    availNext = (availNext + 1) & INDEX_MASK;
  }

  @Override
  public void publish() {
    // 2.7.13.3.1: a barrier before the idx update, so that the device sees the most up-to-date
    // descriptors and entries.
    VarHandle.releaseFence();
    ring.availIdx(availNext);
    published = availNext;
  }

  @Override
  public boolean kickNeeded() {
    // 2.7.13.4.1: a barrier before reading flags or avail_event; a store (idx) before a load takes
    // a full one.
    VarHandle.fullFence();
    int old = kickChecked;
    kickChecked = published;
    if (old == published) {
      return false;
    }
    if (!config.eventIdx()) {
      return (ring.usedFlags() & SplitRing.USED_F_NO_NOTIFY) == 0;
    }
    return passed(ring.availEvent(), old, published);
  }

  /**
   * Returns whether an index that moves from {@code old} to {@code now} passes {@code event + 1},
   * modulo 65536 (VIRTIO 1.3, 2.7.7.1 and 2.7.10.1).
   */
  static boolean passed(int event, int old, int now) {
    return ((now - event - 1) & INDEX_MASK) < ((now - old) & INDEX_MASK);
  }

  // Used
  // -------------------------------------------------------------------------------------------------------------------------------------

  @Override
  public boolean hasUsed() {
    if (usedNext != usedSeen) {
      return true;
    }
    int idx = ring.usedIdx();
    int fresh = (idx - usedNext) & INDEX_MASK;
    int allowed = (published - usedNext) & INDEX_MASK;
    if (fresh > allowed) {
      throw new DeviceFault(
          "used idx went from %d to %d: %d buffers, the device has %d"
              .formatted(usedNext, idx, fresh, allowed));
    }
    usedSeen = idx;
    // 2.7.14: the used element and the buffer are read after the idx that covers them.
    VarHandle.acquireFence();
    return fresh > 0;
  }

  @Override
  public boolean poll(Used used) {
    if (!hasUsed()) {
      if (batchLast != NONE) {
        throw new DeviceFault(
            "used idx %d ends inside the batch whose last buffer is %d"
                .formatted(usedNext, batchLast));
      }
      return false;
    }
    int id = config.inOrder() ? takeInOrder(used) : take(used);
    for (int at = id; at != NONE; at = nextOf[at]) {
      ids.give(at);
    }
    usedNext = (usedNext + 1) & INDEX_MASK;
    return true;
  }

  private int take(Used used) {
    int slot = usedNext & (size - 1);
    int id = ring.usedId(slot);
    long length = Integer.toUnsignedLong(ring.usedLength(slot));
    outstanding.check(usedNext, id, length);
    outstanding.remove(id, length, used);
    return id;
  }

  /**
   * 2.7.9: one element names the last buffer of a batch. It is at the batch's first entry. The
   * earlier buffers were used completely.
   */
  private int takeInOrder(Used used) {
    if (batchLast == NONE) {
      int slot = usedNext & (size - 1);
      batchLength = Integer.toUnsignedLong(ring.usedLength(slot));
      outstanding.check(usedNext, ring.usedId(slot), batchLength);
      batchLast = ring.usedId(slot);
    }
    int id = outstanding.oldest();
    boolean last = id == batchLast;
    outstanding.remove(id, last ? batchLength : outstanding.writable(id), used);
    if (last) {
      batchLast = NONE;
    }
    return id;
  }

  // Calls
  // ------------------------------------------------------------------------------------------------------------------------------------

  @Override
  public void disableCalls() {
    if (config.eventIdx()) {
      // The flag stays 0 with event indices (2.7.7.1). The most distant index is the closest value
      // to "never".
      ring.usedEvent((usedNext - 1) & INDEX_MASK);
    } else {
      ring.availFlags(SplitRing.AVAIL_F_NO_INTERRUPT);
    }
  }

  @Override
  public boolean enableCalls() {
    return enableCallsAfter(0);
  }

  /**
   * Requests a call once {@code more} buffers after the next have been used. Without event indices
   * the device calls for the next one.
   *
   * @return true if there already is a used buffer
   */
  public boolean enableCallsAfter(int more) {
    if (config.eventIdx()) {
      ring.usedEvent((usedNext + more) & INDEX_MASK);
    } else {
      ring.availFlags(0);
    }
    // The store (used_event, flags) precedes the load of used idx. Otherwise the device may miss
    // the event and the driver the index.
    VarHandle.fullFence();
    return hasUsed();
  }

  @Override
  public long descAddress() {
    return descAddress;
  }

  @Override
  public long availAddress() {
    return availAddress;
  }

  @Override
  public long usedAddress() {
    return usedAddress;
  }

  @Override
  public String state() {
    return "avail idx %d (avail event %d), used idx %d of which %d taken (used event %d), %d outstanding, %d descriptors free"
        .formatted(
            ring.availIdx(),
            ring.availEvent(),
            ring.usedIdx(),
            usedNext,
            ring.usedEvent(),
            outstanding.count(),
            ids.count());
  }
}
