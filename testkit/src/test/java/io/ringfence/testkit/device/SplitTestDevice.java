package io.ringfence.testkit.device;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.ring.SplitRing;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/** VIRTIO 1.3, 2.7, the device's half. */
final class SplitTestDevice implements TestDevice {
  private final GuestRam ram;
  private final SplitRing ring;
  private final boolean eventIdx;
  private int availNext;
  private int usedNext;
  private int callChecked;

  SplitTestDevice(GuestRam ram, SplitDriver driver) {
    this.ram = ram;
    this.ring =
        new SplitRing(
            ram,
            driver.config().size(),
            driver.descAddress(),
            driver.availAddress(),
            driver.usedAddress());
    this.eventIdx = driver.config().eventIdx();
    availNext = driver.config().base();
    usedNext = availNext;
    callChecked = availNext;
  }

  @Override
  public Buffer take() {
    if (ring.availIdx() == availNext) {
      return null;
    }
    VarHandle.acquireFence();
    int head = ring.availEntry(availNext % ring.size());
    availNext = (availNext + 1) & 0xffff;
    List<Segment> segments = new ArrayList<>();
    int at = head;
    while (true) {
      int flags = ring.descFlags(at);
      if ((flags & 4) != 0) {
        segments.addAll(TestDevice.table(ram, ring.descAddress(at), ring.descLength(at), true));
        break;
      }
      segments.add(new Segment(ring.descAddress(at), ring.descLength(at), (flags & 2) != 0));
      if ((flags & 1) == 0) {
        break;
      }
      at = ring.descNext(at);
    }
    return new Buffer(head, segments.size(), segments);
  }

  @Override
  public void use(Buffer buffer, int length) {
    ring.usedEntry(usedNext % ring.size(), buffer.id(), length);
    usedNext = (usedNext + 1) & 0xffff;
  }

  @Override
  public void useBatch(List<Buffer> buffers, int lastLength) {
    ring.usedEntry(usedNext % ring.size(), buffers.getLast().id(), lastLength);
    usedNext = (usedNext + buffers.size()) & 0xffff;
  }

  @Override
  public void publish() {
    VarHandle.releaseFence();
    ring.usedIdx(usedNext);
  }

  @Override
  public boolean callNeeded() {
    VarHandle.fullFence();
    int old = callChecked;
    callChecked = usedNext;
    if (!eventIdx) {
      return ring.availFlags() == 0;
    }
    int event = ring.usedEvent();
    for (int idx = old; idx != usedNext; idx = (idx + 1) & 0xffff) {
      // 2.7.7.2: the entry that used_event names has just been written.
      if (idx == event) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void disableKicks() {
    if (!eventIdx) {
      ring.usedFlags(1);
    }
  }

  @Override
  public boolean enableKicks() {
    if (eventIdx) {
      ring.availEvent(availNext);
    } else {
      ring.usedFlags(0);
    }
    VarHandle.fullFence();
    return ring.availIdx() != availNext;
  }
}
