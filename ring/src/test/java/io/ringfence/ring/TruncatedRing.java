package io.ringfence.ring;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.QueueConfig;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Touches rings whose file was truncated, in every way that a device does. To be run by a virtual
 * machine of its own, which may die of it; prints how many errors it caught.
 */
public final class TruncatedRing {
  private TruncatedRing() {}

  /** For every policy, format and kind of suppression. */
  public static void main(String[] arguments) {
    int caught = 0;
    for (String policy : BarrierPolicy.names()) {
      for (int kind = 0; kind < 4; kind++) {
        caught += touchAll(policy, (kind & 1) != 0, (kind & 2) != 0);
      }
    }
    System.out.println("caught " + caught);
  }

  private static int touchAll(String policy, boolean packed, boolean eventIndex) {
    QueueConfig config =
        (packed ? QueueConfig.packed(8) : QueueConfig.split(8)).withEventIdx(eventIndex);
    try (DrivenRing ring = DrivenRing.in(GuestRam.of(1 << 20), packed, config);
        Arena arena = Arena.ofShared()) {
      var buffer = new DriverChain().out(0x1000, 64).in(0x2000, 64);
      ring.driver().add(buffer, 0);
      ring.driver().publish();
      MemorySegment mapped = ring.ram().regions().getFirst().mapAgain(arena);
      var memory = new GuestMemory(List.of(new GuestMemory.Extent(0, mapped)), List.of());
      RealmDevice device = Realms.device(policy).start(ring.config(), memory, ring.start());
      Chain chain = new Chain();
      device.take(chain);
      ring.ram().truncate(0, 0);
      return touch(device, chain);
    }
  }

  private static int touch(RealmDevice device, Chain chain) {
    MemorySegment own = MemorySegment.ofArray(new byte[64]);
    return caught(() -> chain.copyOut(0, own, 0, 64))
        + caught(() -> chain.copyIn(0, own, 0, 64))
        + caught(() -> device.take(new Chain()))
        + caught(device::suppressKicks)
        + caught(device::requestKicks)
        + caught(() -> {
          device.putUsed(chain, 64);
          device.publish();
        })
        + caught(device::publish)
        + caught(device::interruptWanted);
  }

  private static int caught(Runnable touch) {
    try {
      touch.run();
      return 0;
    } catch (InternalError e) {
      return 1;
    }
  }
}
