package io.ringfence.fuzz;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/** A packed ring (VIRTIO 1.3, 2.8). */
final class PackedFormat implements Format {
  private static final long DRIVER_EVENT = CheckedMemory.RINGS + 0x200;
  private static final long DEVICE_EVENT = CheckedMemory.RINGS + 0x210;
  private static final int AVAIL = 0x80;
  private static final int USED = 0x8000;

  @Override
  public VringConfig config(int size, boolean eventIndex) {
    return new VringConfig(true, size, CheckedMemory.RINGS, DRIVER_EVENT, DEVICE_EVENT, eventIndex);
  }

  @Override
  public int size(int number) {
    return 1 + number % 19;
  }

  @Override
  public RingPosition start() {
    return RingPosition.packed(0x8000_8000);
  }

  /** Gives a slot the flags of an available descriptor for the device's present wrap counter. */
  @Override
  public void offer(CheckedMemory memory, RingPosition device, int size, int what) {
    int slot = what % size;
    long at = descriptor(slot) + 14;
    boolean wrap = device.availWrap() ^ slot < device.avail();
    int others = (int) memory.read(at, 2) & ~(AVAIL | USED);
    memory.write(at, others | (wrap ? AVAIL : USED), 2);
  }

  @Override
  public void askForCall(CheckedMemory memory, int size, int what) {
    memory.write(DRIVER_EVENT, what | (long) (what >>> 6 & 3) << 16, 4);
  }

  @Override
  public Walk next(CheckedMemory memory, RingPosition device, int size) {
    int flags = flags(memory, device.avail());
    boolean available =
        (flags & AVAIL) != 0 == device.availWrap() && (flags & USED) != 0 != device.availWrap();
    if (!available) {
      return null;
    }
    var walk = new Walk();
    int slot = device.avail();
    for (int count = 1; !walk.isBroken(); count++) {
      descriptor(memory, walk, slot, count, size);
      boolean goesOn = (flags(memory, slot) & Walk.NEXT) != 0;
      if (!goesOn) {
        break;
      }
      if (count == size) {
        walk.breakRules();
      }
      slot = (slot + 1) % size;
    }
    return walk;
  }

  private int flags(CheckedMemory memory, int slot) {
    return (int) memory.read(descriptor(slot) + 14, 2);
  }

  private void descriptor(CheckedMemory memory, Walk walk, int slot, int count, int size) {
    long address = memory.read(descriptor(slot), 8);
    long length = memory.read(descriptor(slot) + 8, 4);
    int flags = flags(memory, slot);
    if ((flags & Walk.INDIRECT) == 0) {
      walk.add(address, length, (flags & Walk.WRITE) != 0);
    } else if (count > 1 || (flags & Walk.NEXT) != 0 || !Walk.isTable(address, length, size)) {
      walk.breakRules();
    } else {
      table(memory, walk, address, (int) (length / Walk.BYTES));
    }
  }

  /** Walks every entry in sequence; NEXT has no meaning here (2.8.7). */
  private static void table(CheckedMemory memory, Walk walk, long table, int entries) {
    for (int i = 0; i < entries; i++) {
      long at = table + (long) i * Walk.BYTES;
      int flags = (int) memory.read(at + 14, 2);
      if ((flags & Walk.INDIRECT) != 0) {
        walk.breakRules();
        return;
      }
      walk.add(memory.read(at, 8), memory.read(at + 8, 4), (flags & Walk.WRITE) != 0);
    }
  }

  /** Returns the id of the last descriptor. */
  @Override
  public int id(CheckedMemory memory, RingPosition device, int size) {
    int slot = device.avail();
    while ((flags(memory, slot) & Walk.NEXT) != 0) {
      slot = (slot + 1) % size;
    }
    return (int) memory.read(descriptor(slot) + 12, 2);
  }

  @Override
  public void acceptDeviceWrites(CheckedMemory memory, int size) {
    memory.accept(CheckedMemory.RINGS, (long) size * Walk.BYTES);
    memory.accept(DEVICE_EVENT, 4);
  }
}
