package io.ringfence.testkit.device;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.PackedRing;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** VIRTIO 1.3, 2.8, the device's half. */
final class PackedTestDevice implements TestDevice {
  private static final int AVAIL = 0x80;
  private static final int USED = 0x8000;

  private final GuestRam ram;
  private final PackedRing ring;
  private final boolean eventIdx;
  private int availPos;
  private boolean availWrap;
  private int usedPos;
  private boolean usedWrap;
  private int heldPos = -1;
  private int heldFlags;
  private final List<Integer> usedSlots = new ArrayList<>();

  PackedTestDevice(GuestRam ram, PackedDriver driver) {
    this.ram = ram;
    this.ring =
        new PackedRing(
            ram,
            driver.config().size(),
            driver.descAddress(),
            driver.availAddress(),
            driver.usedAddress());
    this.eventIdx = driver.config().eventIdx();
    availPos = driver.config().base() & 0x7fff;
    availWrap = (driver.config().base() & 0x8000) != 0;
    usedPos = availPos;
    usedWrap = availWrap;
  }

  private boolean available() {
    int flags = ring.descFlags(availPos);
    return ((flags & AVAIL) != 0) == availWrap && ((flags & USED) != 0) != availWrap;
  }

  @Override
  public Buffer take() {
    if (!available()) {
      return null;
    }
    VarHandle.acquireFence();
    List<Segment> segments = new ArrayList<>();
    int slots = 0;
    while (true) {
      int flags = ring.descFlags(availPos);
      int at = availPos;
      slots++;
      if (++availPos == ring.size()) {
        availPos = 0;
        availWrap = !availWrap;
      }
      if ((flags & 4) != 0) {
        segments.addAll(TestDevice.table(ram, ring.descAddress(at), ring.descLength(at), false));
        return new Buffer(ring.descId(at), 1, segments);
      }
      segments.add(new Segment(ring.descAddress(at), ring.descLength(at), (flags & 2) != 0));
      if ((flags & 1) == 0) {
        return new Buffer(ring.descId(at), slots, segments);
      }
    }
  }

  @Override
  public void use(Buffer buffer, int length) {
    useBatch(List.of(buffer), length);
  }

  @Override
  public void useBatch(List<Buffer> buffers, int lastLength) {
    int at = usedPos;
    ring.descBody(at, 0xdeadL, lastLength, buffers.getLast().id());
    int flags = (usedWrap ? AVAIL | USED : 0) | (lastLength > 0 ? 2 : 0);
    if (heldPos < 0) {
      heldPos = at;
      heldFlags = flags;
    } else {
      VarHandle.releaseFence();
      ring.descFlags(at, flags);
    }
    int slots = buffers.stream().mapToInt(Buffer::slots).sum();
    for (int i = 0; i < slots; i++) {
      usedSlots.add(usedPos | (usedWrap ? USED : 0));
      if (++usedPos == ring.size()) {
        usedPos = 0;
        usedWrap = !usedWrap;
      }
    }
  }

  @Override
  public void publish() {
    if (heldPos >= 0) {
      VarHandle.releaseFence();
      ring.descFlags(heldPos, heldFlags);
      heldPos = -1;
    }
  }

  @Override
  public boolean callNeeded() {
    VarHandle.fullFence();
    int event = ring.driverEvent();
    boolean needed =
        switch (event >>> 16) {
          case 0 -> true;
          case 1 -> false;
          // 2.8.10: when this descriptor is used, with this wrap counter.
          default -> usedSlots.contains(event & 0xffff);
        };
    usedSlots.clear();
    return needed;
  }

  @Override
  public void disableKicks() {
    ring.deviceEvent(0, 1);
  }

  @Override
  public boolean enableKicks() {
    if (eventIdx) {
      ring.deviceEvent(availPos | (availWrap ? 0x8000 : 0), 2);
    } else {
      ring.deviceEvent(0, 0);
    }
    VarHandle.fullFence();
    return available();
  }
}
