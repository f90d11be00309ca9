package io.ringfence.benchmarks;

import io.ringfence.ring.GuestMemory;
import io.ringfence.server.pair.DataPath;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.uplink.loopback.LoopbackPort;
import io.ringfence.testkit.memory.GuestRam;

/** A queue pair that loops its frames through the daemon's own data path, on one thread. */
final class LoopedPair implements AutoCloseable {
  private static final int HEADER_BYTES = 12;
  private static final int RECEIVE_BYTES = 2048;

  private final GuestRam ram = GuestRam.anonymous(DeviceMemory.BYTES);
  private final PresetRing receive;
  private final PresetRing transmit;
  private final PairSetup setup;
  private DataPath path;

  /** Creates a pair for frames of {@code frameBytes}. */
  LoopedPair(boolean packed, int frameBytes) {
    receive = new PresetRing(ram, packed, RECEIVE_BYTES, true);
    transmit = new PresetRing(ram, packed, HEADER_BYTES + frameBytes, false);
    GuestMemory memory = DeviceMemory.of(ram);
    setup =
        new PairSetup(
            memory,
            HEADER_BYTES,
            true,
            0,
            ring(receive, packed),
            ring(transmit, packed),
            new LoopbackPort(),
            null);
  }

  private static RingSetup ring(PresetRing ring, boolean packed) {
    return new RingSetup(ring.config(), PresetRing.start(packed), true, null, new VringCounters());
  }

  /** Switches to another policy's code, as a daemon does between two bursts. */
  void swap(DataPathFactory factory) {
    if (path == null) {
      path = factory.create(setup);
    } else {
      path.stop();
      path = factory.resume(setup, path.state());
    }
  }

  /**
   * Sends a burst through the pair and back.
   *
   * @throws IllegalStateException if a frame is missing
   */
  void burst(int frames) {
    receive.offer(frames);
    transmit.offer(frames);
    int moved = path.transmit(frames);
    if (moved != frames) {
      throw new IllegalStateException("%d of %d frames moved".formatted(moved, frames));
    }
  }

  @Override
  public void close() {
    ram.close();
  }
}
