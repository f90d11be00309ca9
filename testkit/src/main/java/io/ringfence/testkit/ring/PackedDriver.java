package io.ringfence.testkit.ring;

import static io.ringfence.testkit.ring.PackedRing.DESC_F_AVAIL;
import static io.ringfence.testkit.ring.PackedRing.DESC_F_INDIRECT;
import static io.ringfence.testkit.ring.PackedRing.DESC_F_NEXT;
import static io.ringfence.testkit.ring.PackedRing.DESC_F_USED;
import static io.ringfence.testkit.ring.PackedRing.DESC_F_WRITE;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.memory.GuestRam;
import java.lang.invoke.VarHandle;

/** A driver of a packed virtqueue (VIRTIO 1.3, 2.8). */
public final class PackedDriver implements DriverQueue {
  private static final int WRAP_BIT = 0x8000;
  private static final int NONE = -1;

  // Only the last descriptor of a list carries the buffer id (2.8.6). The others carry this value,
  // which is never an id.
  private static final int NO_ID = 0xffff;

  private final QueueConfig config;
  private final int size;
  private final PackedRing ring;
  private final IndirectTables tables;
  private final long descAddress;
  private final long driverAddress;
  private final long deviceAddress;
  private final FreeIds ids;
  private final Outstanding outstanding;
  private int freeSlots;
  private int availPos;
  private boolean availWrap;
  private int usedPos;
  private boolean usedWrap;
  private int heldSlot = NONE;
  private int heldFlags;
  private int slotsAdded;
  private int slotsPublished;
  private int batchLast = NONE;
  private long batchLength;

  /** Creates a ring whose areas are allocated from {@code ram}, each on its own cache line. */
  public PackedDriver(GuestRam ram, QueueConfig config) {
    this(
        ram,
        config,
        ram.allocate(PackedRing.descBytes(config.size()), 64),
        ram.allocate(4, 64),
        ram.allocate(4, 64));
  }

  /**
   * Creates a ring at chosen guest addresses: multiples of 16, 4 and 4 (VIRTIO 1.3, 2.8.10.1).
   * Prepares its memory.
   */
  public PackedDriver(
      GuestRam ram, QueueConfig config, long descAddress, long driverAddress, long deviceAddress) {
    this.config = config;
    this.size = config.size();
    if (size < 1 || size > QueueConfig.MAX_SIZE) {
      throw new IllegalArgumentException(
          "packed ring of " + size + " descriptors: 1 to 32768 are allowed");
    }
    this.descAddress = descAddress;
    this.driverAddress = driverAddress;
    this.deviceAddress = deviceAddress;
    ram.fill(descAddress, PackedRing.descBytes(size), (byte) 0);
    ram.fill(driverAddress, 4, (byte) 0);
    ram.fill(deviceAddress, 4, (byte) 0);
    ring = new PackedRing(ram, size, descAddress, driverAddress, deviceAddress);
    tables = new IndirectTables(ram, size, config.tableEntries());
    ids = new FreeIds(size, config.order(), config.seed());
    outstanding = new Outstanding(size);
    freeSlots = size;
    resumeAt(config.base());
  }

  /**
   * Sets the positions of a ring that was already used: every slot looks as its last use left it.
   */
  private void resumeAt(int base) {
    availPos = base & (WRAP_BIT - 1);
    availWrap = (base & WRAP_BIT) != 0;
    if ((base >>> 16) != (base & 0xffff) || availPos >= size) {
      throw new IllegalArgumentException(
          "base 0x%08x: equal halves below %d are allowed".formatted(base, size));
    }
    usedPos = availPos;
    usedWrap = availWrap;
    for (int i = 0; i < size; i++) {
      boolean wrapped = (i < usedPos) == usedWrap;
      ring.descFlags(i, wrapped ? DESC_F_AVAIL | DESC_F_USED : 0);
    }
  }

  /** Returns the ring's memory, for tests that access it without the driver. */
  public PackedRing ring() {
    return ring;
  }

  @Override
  public QueueConfig config() {
    return config;
  }

  @Override
  public int free() {
    return freeSlots;
  }

  @Override
  public int outstanding() {
    return outstanding.count();
  }

  // Available
  // --------------------------------------------------------------------------------------------------------------------------------

  @Override
  public int add(DriverChain chain, int token) {
    int slots = chain.ringDescriptors();
    if (chain.usesTable() && chain.chained() > 0) {
      throw new IllegalArgumentException(
          "a list of a packed ring has descriptors of one type (VIRTIO 1.3, 2.8.5)");
    }
    if (slots > freeSlots || slots == 0) {
      return -1;
    }
    int id = ids.take();
    int head = availPos;
    int headFlags = 0;
    for (int i = 0; i < slots; i++) {
      int flags = describe(chain, i, id, i + 1 == slots);
      if (i == 0) {
        headFlags = flags;
      } else {
        ring.descFlags(availPos, flags);
      }
      advanceAvail();
    }
    freeSlots -= slots;
    slotsAdded += slots;
    outstanding.add(id, slots, token, chain.writableBytes());
    offer(head, headFlags);
    return id;
  }

  /**
   * Writes all but the flags of the descriptor at the available position. Returns the flags for it.
   */
  private int describe(DriverChain chain, int i, int id, boolean last) {
    int flags = availWrap ? DESC_F_AVAIL : DESC_F_USED;
    if (chain.usesTable()) {
      ring.descBody(availPos, tables.writePacked(chain, id), tables.bytes(chain), id);
      return flags | DESC_F_INDIRECT;
    }
    ring.descBody(availPos, chain.address(i), chain.length(i), last ? id : NO_ID);
    return flags | (chain.writable(i) ? DESC_F_WRITE : 0) | (last ? 0 : DESC_F_NEXT);
  }

  /**
   * Holds back the flags of the first head since the last publish. Until they are written, the
   * device sees nothing that follows.
   */
  private void offer(int slot, int flags) {
    if (heldSlot == NONE) {
      heldSlot = slot;
      heldFlags = flags;
    } else {
      // 2.8.21.1: a barrier between the rest of the descriptors and the flags of the first.
      VarHandle.releaseFence();
      ring.descFlags(slot, flags);
    }
  }

  private void advanceAvail() {
    if (++availPos == size) {
      availPos = 0;
      availWrap = !availWrap;
    }
  }

  @Override
  public void publish() {
    if (heldSlot == NONE) {
      return;
    }
    // 2.8.21.1: as in offer, here for the whole batch.
    VarHandle.releaseFence();
    ring.descFlags(heldSlot, heldFlags);
    heldSlot = NONE;
    slotsPublished += slotsAdded;
    slotsAdded = 0;
  }

  @Override
  public boolean kickNeeded() {
    // 2.8.21.3.1: a barrier before reading the device event; a store (flags) before a load takes a
    // full one.
    VarHandle.fullFence();
    int fresh = slotsPublished;
    slotsPublished = 0;
    if (fresh == 0) {
      return false;
    }
    int event = ring.deviceEvent();
    int flags = event >>> 16 & 3;
    if (flags == PackedRing.EVENT_DESC && config.eventIdx()) {
      return passed(event & 0xffff, fresh);
    }
    if (flags > PackedRing.EVENT_DISABLE) {
      throw new DeviceFault(
          "device event flags " + flags + ": 0 and 1 are allowed, and 2 with event indices");
    }
    return flags == PackedRing.EVENT_ENABLE;
  }

  /**
   * Returns whether the descriptor at {@code offWrap} is among the last {@code fresh} before the
   * next available one.
   */
  private boolean passed(int offWrap, int fresh) {
    // availPos already counts held-back slots, which are not published.
    int next = availPos - slotsAdded;
    boolean wrap = availWrap;
    if (next < 0) {
      next += size;
      wrap = !wrap;
    }
    int behind = next - (offWrap & (WRAP_BIT - 1));
    if (((offWrap & WRAP_BIT) != 0) != wrap) {
      behind += size;
    }
    return behind > 0 && behind <= fresh;
  }

  // Used
  // -------------------------------------------------------------------------------------------------------------------------------------

  @Override
  public boolean hasUsed() {
    if (batchLast != NONE) {
      return true;
    }
    int flags = ring.descFlags(usedPos);
    boolean used = (flags & DESC_F_USED) != 0;
    boolean avail = (flags & DESC_F_AVAIL) != 0;
    // 2.8.22: the rest of the used descriptor and the buffer are read after the flags.
    VarHandle.acquireFence();
    return used == avail && used == usedWrap;
  }

  @Override
  public boolean poll(Used used) {
    if (!hasUsed()) {
      return false;
    }
    int slots = config.inOrder() ? takeInOrder(used) : take(used);
    ids.give(used.id);
    freeSlots += slots;
    usedPos += slots;
    if (usedPos >= size) {
      usedPos -= size;
      usedWrap = !usedWrap;
    }
    return true;
  }

  private int take(Used used) {
    int id = ring.descId(usedPos);
    long length = usedLength();
    outstanding.check(usedPos, id, length);
    return outstanding.remove(id, length, used);
  }

  /**
   * 2.8.8: one descriptor names the last buffer of a batch. It is in the batch's first slot. The
   * earlier buffers were used completely.
   */
  private int takeInOrder(Used used) {
    if (batchLast == NONE) {
      batchLength = usedLength();
      outstanding.check(usedPos, ring.descId(usedPos), batchLength);
      batchLast = ring.descId(usedPos);
    }
    int id = outstanding.oldest();
    boolean last = id == batchLast;
    int slots = outstanding.remove(id, last ? batchLength : outstanding.writable(id), used);
    if (last) {
      batchLast = NONE;
    }
    return slots;
  }

  /** 2.8.4: the length is meaningless unless the device marks the buffer as written. */
  private long usedLength() {
    boolean wrote = (ring.descFlags(usedPos) & DESC_F_WRITE) != 0;
    return wrote ? Integer.toUnsignedLong(ring.descLength(usedPos)) : 0;
  }

  // Calls
  // ------------------------------------------------------------------------------------------------------------------------------------

  @Override
  public void disableCalls() {
    ring.driverEvent(0, PackedRing.EVENT_DISABLE);
  }

  @Override
  public boolean enableCalls() {
    return enableCallsAfter(0);
  }

  /**
   * Requests a call when the descriptor {@code more} slots after the next used one is used; less
   * than the ring's size. Without event indices the device calls for the next one.
   *
   * @return true if there already is a used buffer
   */
  public boolean enableCallsAfter(int more) {
    if (config.eventIdx()) {
      int at = usedPos + more;
      boolean wrap = at < size == usedWrap;
      ring.driverEvent((at < size ? at : at - size) | (wrap ? WRAP_BIT : 0), PackedRing.EVENT_DESC);
    } else {
      ring.driverEvent(0, PackedRing.EVENT_ENABLE);
    }
    // The store (event) precedes the load of the flags. Otherwise the device may miss the event
    // and the driver the flags.
    VarHandle.fullFence();
    return hasUsed();
  }

  @Override
  public long descAddress() {
    return descAddress;
  }

  @Override
  public long availAddress() {
    return driverAddress;
  }

  @Override
  public long usedAddress() {
    return deviceAddress;
  }

  @Override
  public String state() {
    return "available position %d wrap %b (device event 0x%08x), used position %d wrap %b flags 0x%04x (driver event 0x%08x), %d outstanding, %d slots free"
        .formatted(
            availPos,
            availWrap,
            ring.deviceEvent(),
            usedPos,
            usedWrap,
            ring.descFlags(usedPos),
            ring.driverEvent(),
            outstanding.count(),
            freeSlots);
  }
}
