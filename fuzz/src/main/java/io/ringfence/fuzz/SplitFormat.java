package io.ringfence.fuzz;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/** A split ring (VIRTIO 1.3, 2.7). */
final class SplitFormat implements Format {
  private static final long AVAIL = CheckedMemory.RINGS + 0x200;
  private static final long USED = CheckedMemory.RINGS + 0x280;

  @Override
  public VringConfig config(int size, boolean eventIndex) {
    return new VringConfig(false, size, CheckedMemory.RINGS, AVAIL, USED, eventIndex);
  }

  @Override
  public int size(int number) {
    return 1 << number % 5;
  }

  @Override
  public RingPosition start() {
    return RingPosition.split(0xfffa);
  }

  @Override
  public void offer(CheckedMemory memory, RingPosition device, int size, int what) {
    int index = (int) memory.read(AVAIL + 2, 2);
    if ((what & 0x80) != 0) {
      memory.write(AVAIL + 2, index + (byte) (what << 1), 2); // a jump
      return;
    }
    memory.write(AVAIL + 4 + 2L * (index & (size - 1)), what & 0x1f, 2);
    memory.write(AVAIL + 2, index + 1, 2);
  }

  @Override
  public void askForCall(CheckedMemory memory, int size, int what) {
    memory.write(AVAIL, what & 1, 2);
    memory.write(AVAIL + 4 + 2L * size, what, 2);
  }

  @Override
  public Walk next(CheckedMemory memory, RingPosition device, int size) {
    int pending = (int) memory.read(AVAIL + 2, 2) - device.avail() & 0xffff;
    if (pending == 0) {
      return null;
    }
    var walk = new Walk();
    int head = id(memory, device, size);
    if (head >= size) {
      walk.breakRules();
    } else {
      chain(memory, walk, head, size);
    }
    return walk;
  }

  private void chain(CheckedMemory memory, Walk walk, int head, int size) {
    int index = head;
    for (int count = 1; !walk.isBroken(); count++) {
      long address = memory.read(descriptor(index), 8);
      long length = memory.read(descriptor(index) + 8, 4);
      int flags = (int) memory.read(descriptor(index) + 12, 2);
      boolean goesOn = (flags & Walk.NEXT) != 0;
      if ((flags & Walk.INDIRECT) != 0) {
        if (goesOn || !Walk.isTable(address, length, size)) {
          walk.breakRules();
        } else {
          table(memory, walk, address, (int) (length / Walk.BYTES));
        }
        return;
      }
      walk.add(address, length, (flags & Walk.WRITE) != 0);
      if (!goesOn) {
        return;
      }
      index = (int) memory.read(descriptor(index) + 14, 2);
      if (index >= size || count == size) {
        walk.breakRules();
      }
    }
  }

  private static void table(CheckedMemory memory, Walk walk, long table, int entries) {
    int index = 0;
    for (int count = 1; !walk.isBroken(); count++) {
      long at = table + (long) index * Walk.BYTES;
      int flags = (int) memory.read(at + 12, 2);
      if ((flags & Walk.INDIRECT) != 0) {
        walk.breakRules();
        return;
      }
      walk.add(memory.read(at, 8), memory.read(at + 8, 4), (flags & Walk.WRITE) != 0);
      if ((flags & Walk.NEXT) == 0) {
        return;
      }
      index = (int) memory.read(at + 14, 2);
      if (index >= entries || count == entries) {
        walk.breakRules();
      }
    }
  }

  @Override
  public int id(CheckedMemory memory, RingPosition device, int size) {
    return (int) memory.read(AVAIL + 4 + 2L * (device.avail() & (size - 1)), 2);
  }

  @Override
  public void acceptDeviceWrites(CheckedMemory memory, int size) {
    memory.accept(USED, 4 + 8L * size + 2);
  }
}
