package io.ringfence.ring;

import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.QueueConfig;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Truncates the file of a ring under compiled code that is in the middle of a burst, again and
 * again. To be run by a virtual machine of its own, which may die of it; prints how many errors it
 * caught.
 */
public final class TruncatedHotRing {
  private static final int SIZE = 256;

  private TruncatedHotRing() {}

  /** So many rounds as the argument says, half of them with packed rings. */
  public static void main(String[] arguments) {
    int rounds = Integer.parseInt(arguments[0]);
    int caught = 0;
    for (int round = 0; round < rounds; round++) {
      caught += round(round % 2 != 0, round % SIZE);
    }
    System.out.println("caught " + caught);
  }

  private static int round(boolean packed, int before) {
    QueueConfig config = packed ? QueueConfig.packed(SIZE) : QueueConfig.split(SIZE);
    GuestRam ram = GuestRam.of(1 << 16);
    try (DrivenRing ring = DrivenRing.in(ram, packed, config);
        Arena arena = Arena.ofShared()) {
      var buffer = new DriverChain().out(0x1000, 64);
      for (int i = 0; i < SIZE; i++) {
        ring.driver().add(buffer, i);
      }
      ring.driver().publish();
      MemorySegment mapped = ram.regions().getFirst().mapAgain(arena);
      var memory = new GuestMemory(List.of(new GuestMemory.Extent(0, mapped)), List.of());
      Virtqueue device = Virtqueue.start(ring.config(), memory, ring.start());
      Chain chain = new Chain();
      burst(device, chain, before);
      ram.truncate(0, 0);
      return lost(device, chain);
    }
  }

  /** As a device does it: take, return, at the end publish. */
  private static int burst(Virtqueue device, Chain chain, int most) {
    int taken = 0;
    while (taken < most && device.take(chain)) {
      device.putUsed(chain, 0);
      taken++;
    }
    device.publish();
    return taken;
  }

  private static int lost(Virtqueue device, Chain chain) {
    try {
      burst(device, chain, SIZE);
      return 0;
    } catch (InternalError | BrokenRingException e) {
      return 1;
    }
  }
}
