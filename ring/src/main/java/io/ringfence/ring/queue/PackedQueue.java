package io.ringfence.ring.queue;

import static io.ringfence.ring.PackedLayout.INDIRECT;
import static io.ringfence.ring.PackedLayout.NEXT;
import static io.ringfence.ring.PackedLayout.WRITE;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.PackedLayout;
import io.ringfence.ring.QueueState;
import io.ringfence.ring.RingLog;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/**
 * A packed virtqueue (VIRTIO 1.3, 2.8), device side. A slot number and a wrap counter give the
 * device's position. The queue size need not be a power of two.
 */
public final class PackedQueue implements Virtqueue {
  private final GuestMemory memory;
  private final int size;
  private final int cycle; // slots after which slot number and wrap counter are the same again
  private final boolean eventIndex;
  private final long ring; // addresses of the areas
  private final long driverEvent;
  private final long deviceEvent;
  private final IndirectTable indirect;
  private final VringConfig config;
  private final RingLog log; // null if writes are not logged

  private int availNext;
  private boolean availWrap;
  private int usedNext;
  private boolean usedWrap;
  private int firstSlot; // the first put since the last publish; its flags are written last
  private int firstIdAndFlags;
  private boolean unpublished;
  private int slotsUnpublished;
  private int slotsSinceDecision; // published, at most a cycle: then each event was passed
  private int slotsSinceSignal; // published since the driver was last signalled, at most the size

  PackedQueue(VringConfig config, GuestMemory memory, QueueState state) {
    this.memory = memory;
    this.config = config;
    log = config.log();
    size = config.size();
    cycle = 2 * size;
    slotsSinceDecision = Math.min(state.sinceDecision(), cycle);
    slotsSinceSignal = state.sinceSignal();
    eventIndex = config.eventIndex();
    ring = memory.area("descriptor ring", config.descriptors(), config.descriptorBytes(), 16);
    driverEvent = memory.area("driver event", config.driver(), config.driverBytes(), 4);
    deviceEvent = memory.area("device event", config.device(), config.deviceBytes(), 4);
    indirect = new IndirectTable(size);
    RingPosition position = state.position();
    boolean fresh = isFresh(position);
    availNext = inRing("avail", position.avail());
    availWrap = fresh || position.availWrap();
    usedNext = inRing("used", position.used());
    usedWrap = fresh || position.usedWrap();
  }

  /**
   * Returns whether a position with both wrap counters 0 is that of an unused ring. Wrap counters
   * begin at 1 (2.8.1), but User Mode Linux sends 0 for either ring format. If the counters are
   * truly 0, the driver has wrapped once and the first slot has AVAIL or USED set.
   */
  private boolean isFresh(RingPosition position) {
    int flags = SharedField.u16(ring + PackedLayout.FLAGS);
    return position.equals(new RingPosition(0, 0, false, false))
        && (flags & (PackedLayout.AVAIL | PackedLayout.USED)) == 0;
  }

  private int inRing(String name, int slot) {
    if (slot >= size) {
      throw new BrokenRingException(
          "%s position is slot %d; allowed are 0 to %d".formatted(name, slot, size - 1));
    }
    return slot;
  }

  @Override
  public boolean take(Chain chain) {
    long at = PackedLayout.descriptor(availNext);
    int flags = Barriers.observeDescriptorFlags(ring + at + PackedLayout.FLAGS);
    if (!isAvailable(flags)) {
      return false;
    }
    walk(chain, flags);
    skipAvail(chain.slots());
    return true;
  }

  private boolean isAvailable(int flags) {
    boolean avail = (flags & PackedLayout.AVAIL) != 0;
    boolean used = (flags & PackedLayout.USED) != 0;
    return avail == availWrap && used != availWrap;
  }

  private void walk(Chain chain, int flags) {
    long address = address(availNext);
    long tail = tail(availNext);
    if ((flags & (INDIRECT | NEXT)) == 0) { // as most are
      chain.single(memory, address, length(tail), (flags & WRITE) != 0);
      chain.identify(id(tail), 1);
    } else {
      chain.reset();
      follow(chain, flags, address, tail);
    }
  }

  /**
   * Follows a chain from its first descriptor, whose fields were read before and are not read
   * twice. The last descriptor has the id.
   */
  private void follow(Chain chain, int firstFlags, long firstAddress, long firstTail) {
    int slot = availNext;
    int flags = firstFlags;
    long address = firstAddress;
    long tail = firstTail;
    for (int count = 1; ; count++) {
      addBuffer(chain, address, length(tail), flags, count);
      if ((flags & NEXT) == 0) {
        chain.identify(id(tail), count);
        return;
      }
      if (count == size) {
        throw new BrokenRingException(
            "descriptor chain does not end; allowed are %d descriptors, the queue size"
                .formatted(size));
      }
      slot = slot + 1 == size ? 0 : slot + 1;
      address = address(slot);
      tail = tail(slot);
      flags = flags(tail);
    }
  }

  private long address(int slot) {
    return SharedField.u64(ring + PackedLayout.descriptor(slot) + PackedLayout.ADDRESS);
  }

  private long tail(int slot) {
    return SharedField.u64(ring + PackedLayout.descriptor(slot) + PackedLayout.TAIL);
  }

  private static long length(long tail) {
    return tail & 0xffff_ffffL;
  }

  private static int id(long tail) {
    return (int) (tail >>> 32) & 0xffff;
  }

  private static int flags(long tail) {
    return (int) (tail >>> 48);
  }

  private void addBuffer(Chain chain, long address, long bytes, int flags, int count) {
    if ((flags & INDIRECT) == 0) {
      chain.add(memory, address, bytes, (flags & WRITE) != 0);
      return;
    }
    if ((flags & NEXT) != 0 || count > 1) {
      throw new BrokenRingException(
          "an indirect descriptor is chained with others; allowed is one alone");
    }
    walkIndirect(chain, address, bytes);
  }

  /** Adds all entries of an indirect table, in order: they are one chain (2.8.7). */
  private void walkIndirect(Chain chain, long tableAddress, long tableBytes) {
    int entries = indirect.load(memory, tableAddress, tableBytes);
    long table = indirect.entries();
    for (int i = 0; i < entries; i++) {
      long at = PackedLayout.descriptor(i);
      long address = SharedField.u64(table + at + PackedLayout.ADDRESS);
      long tail = SharedField.u64(table + at + PackedLayout.TAIL);
      int flags = flags(tail);
      if ((flags & INDIRECT) != 0) {
        throw new BrokenRingException(
            "entry %d of an indirect table is itself indirect; tables do not nest".formatted(i));
      }
      chain.add(memory, address, length(tail), (flags & WRITE) != 0);
    }
  }

  private void skipAvail(int slots) {
    availNext += slots;
    if (availNext >= size) {
      availNext -= size;
      availWrap = !availWrap;
    }
  }

  @Override
  public void giveBack(Chain chain) {
    availNext -= chain.slots();
    if (availNext < 0) {
      availNext += size;
      availWrap = !availWrap;
    }
  }

  @Override
  public void putUsed(Chain chain, int written) {
    long at = PackedLayout.descriptor(usedNext);
    int flags = (usedWrap ? PackedLayout.AVAIL | PackedLayout.USED : 0) | (written > 0 ? WRITE : 0);
    int idAndFlags = PackedLayout.idAndFlags(chain.id(), flags);
    SharedField.setU32(ring + at + PackedLayout.LENGTH, written);
    if (unpublished) { // the driver stops at the first, whose flags are written last
      SharedField.setU32(ring + at + PackedLayout.ID, idAndFlags);
    } else {
      firstSlot = usedNext;
      firstIdAndFlags = idAndFlags;
      unpublished = true;
    }
    skipUsed(chain.slots());
    if (log != null) {
      Barriers.beforeDirtyLog();
      log.written(memory, chain, written);
    }
  }

  private void skipUsed(int slots) {
    slotsUnpublished += slots;
    usedNext += slots;
    if (usedNext >= size) {
      usedNext -= size;
      usedWrap = !usedWrap;
    }
  }

  @Override
  public void publish() {
    if (unpublished) {
      long at = PackedLayout.descriptor(firstSlot);
      Barriers.publishUsedFlags(ring + at + PackedLayout.ID, firstIdAndFlags);
      unpublished = false;
      slotsSinceDecision = Math.min(slotsSinceDecision + slotsUnpublished, cycle);
      slotsSinceSignal = Math.min(slotsSinceSignal + slotsUnpublished, size);
      slotsUnpublished = 0;
      if (log != null) {
        logDescriptors();
      }
    }
  }

  /** Marks the slots from the first one put to the last. */
  private void logDescriptors() {
    Barriers.beforeDirtyLog();
    boolean wrapped = usedNext <= firstSlot;
    logSlots(firstSlot, (wrapped ? size : usedNext) - firstSlot);
    logSlots(0, wrapped ? usedNext : 0);
  }

  private void logSlots(int first, int count) {
    log.ring(
        config.descriptors() + PackedLayout.descriptor(first), PackedLayout.descriptors(count));
  }

  private void logDeviceEvent() {
    Barriers.beforeDirtyLog();
    log.ring(config.device(), PackedLayout.EVENT_BYTES);
  }

  @Override
  public boolean interruptWanted() {
    boolean wanted = isWanted(Barriers.driverEventSuppression(driverEvent));
    slotsSinceDecision = 0;
    slotsSinceSignal = wanted ? 0 : slotsSinceSignal;
    return wanted;
  }

  /** Returns whether the driver event suppression structure asks for an interrupt. */
  private boolean isWanted(int event) {
    return switch (event >>> 16 & 3) {
      case PackedLayout.EVENT_DISABLE -> false;
      case PackedLayout.EVENT_AT_DESCRIPTOR -> wasPassed(event & 0xffff, slotsSinceDecision);
      default -> true;
    };
  }

  @Override
  public boolean interruptLikely() {
    return isWanted(SharedField.u32(driverEvent));
  }

  @Override
  public boolean hasAvailable() {
    long at = PackedLayout.descriptor(availNext);
    return isAvailable(SharedField.u16(ring + at + PackedLayout.FLAGS));
  }

  @Override
  public boolean owesInterrupt() {
    int event = SharedField.u32(driverEvent);
    boolean awaited = (event >>> 16 & 3) == PackedLayout.EVENT_AT_DESCRIPTOR;
    return awaited && !unpublished && wasPassed(event & 0xffff, slotsSinceSignal);
  }

  /**
   * Returns whether the driver's event offset is one of the last {@code count} slots returned
   * (2.8.10). Slot number and wrap counter repeat after a cycle.
   */
  private boolean wasPassed(int offsetAndWrap, int count) {
    boolean wrap = offsetAndWrap >>> 15 != 0;
    int slotsAgo = usedNext - (offsetAndWrap & 0x7fff) + (wrap == usedWrap ? 0 : size);
    slotsAgo += slotsAgo > 0 ? 0 : cycle;
    return slotsAgo > 0 && slotsAgo <= count;
  }

  @Override
  public void suppressKicks() {
    SharedField.setU32(deviceEvent, PackedLayout.EVENT_DISABLE << 16);
    if (log != null) {
      logDeviceEvent();
    }
  }

  @Override
  public boolean requestKicks() {
    int event =
        eventIndex
            ? PackedLayout.EVENT_AT_DESCRIPTOR << 16 | (availWrap ? 0x8000 : 0) | availNext
            : PackedLayout.EVENT_ENABLE << 16;
    Barriers.requestKicksPacked(deviceEvent, event);
    long at = PackedLayout.descriptor(availNext);
    int flags = Barriers.observeDescriptorFlagsAgain(ring + at + PackedLayout.FLAGS);
    if (log != null) {
      logDeviceEvent();
    }
    return isAvailable(flags);
  }

  @Override
  public RingPosition position() {
    return new RingPosition(availNext, usedNext, availWrap, usedWrap);
  }

  @Override
  public QueueState state() {
    return new QueueState(position(), slotsSinceDecision, slotsSinceSignal, false);
  }
}
