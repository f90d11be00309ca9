package io.ringfence.server.pair;

import io.ringfence.ring.GuestMemory;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.uplink.Port;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Passes frames through data paths over private rings. So the code is loaded, linked and partly
 * compiled before a front-end connects.
 *
 * <pre>
 *   0x0000 transmit ring   0x1000 receive ring   0x2000 frame   0x3000 buffer
 * </pre>
 */
public final class WarmUp {
  private static final int ROUNDS = 100;
  private static final int DESCRIPTORS = 16;
  private static final long RECEIVE_RING = PrivateRing.BYTES;
  private static final long FRAME = 2 * PrivateRing.BYTES;
  private static final long BUFFER = 3 * PrivateRing.BYTES;
  private static final long MEMORY_BYTES = 4 * PrivateRing.BYTES;
  private static final int FRAME_BYTES = NetHeader.FULL_BYTES + 60;
  private static final int BUFFER_BYTES = 0x800;

  private final Port port;
  private final MemorySegment memory = Arena.ofAuto().allocate(MEMORY_BYTES, 0x1000);
  private final GuestMemory guest =
      new GuestMemory(List.of(new GuestMemory.Extent(0, memory)), List.of());
  private final VringCounters counters = new VringCounters();

  /**
   * Warms up with the code of an uplink.
   *
   * @param port a port that reflects frames
   */
  public WarmUp(Port port) {
    this.port = port;
  }

  /**
   * Passes the frames.
   *
   * @return frames that passed
   */
  public long run(DataPathFactory factory) {
    try (EventFd call = EventFd.create()) {
      for (int round = 0; round < ROUNDS; round++) {
        for (boolean packed : new boolean[] {false, true}) {
          pass(factory, packed, round % 2 == 0, call);
        }
      }
    }
    return counters.get(RingCounter.FRAMES) / 2; // once sent, once received
  }

  private void pass(DataPathFactory factory, boolean packed, boolean eventIndex, EventFd call) {
    memory.fill((byte) 0);
    var transmit = new PrivateRing(memory, 0, DESCRIPTORS, packed);
    var receive = new PrivateRing(memory, RECEIVE_RING, DESCRIPTORS, packed);
    transmit.offer(0, FRAME, FRAME_BYTES, 0);
    receive.offer(0, BUFFER, BUFFER_BYTES, PrivateRing.WRITE);
    DataPath path =
        factory.create(
            new PairSetup(
                guest,
                NetHeader.FULL_BYTES,
                true,
                0,
                receive.setup(eventIndex, call, counters),
                transmit.setup(eventIndex, call, counters),
                port,
                null));
    path.transmit(1);
    path.rest();
    path.stop();
  }
}
