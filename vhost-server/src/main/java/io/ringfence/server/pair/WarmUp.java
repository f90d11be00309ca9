package io.ringfence.server.pair;

import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.uplink.Port;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Passes frames through data paths over private rings. So the code is loaded, linked and partly
 * compiled before a front-end connects.
 *
 * <pre>
 *   0x0000 transmit ring   0x1000 receive ring   0x2000 frame   0x3000 buffer
 *   of each ring: descriptors at 0, driver area at 0x400, device area at 0x800
 * </pre>
 */
public final class WarmUp {
  private static final int ROUNDS = 100;
  private static final int DESCRIPTORS = 16;
  private static final long RECEIVE_RING = 0x1000;
  private static final long FRAME = 0x2000;
  private static final long BUFFER = 0x3000;
  private static final long MEMORY_BYTES = 0x4000;
  private static final int FRAME_BYTES = NetHeader.FULL_BYTES + 60;
  private static final int BUFFER_BYTES = 0x800;

  private static final long DRIVER_AREA = 0x400;
  private static final long DEVICE_AREA = 0x800;
  private static final short WRITE = 2; // flags of a descriptor
  private static final short AVAILABLE = 1 << 7; // in the first round of a packed ring

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
    offer(0, FRAME, FRAME_BYTES, (short) 0, packed);
    offer(RECEIVE_RING, BUFFER, BUFFER_BYTES, WRITE, packed);
    RingSetup transmit = ring(0, packed, eventIndex, call);
    RingSetup receive = ring(RECEIVE_RING, packed, eventIndex, call);
    DataPath path =
        factory.create(
            new PairSetup(guest, NetHeader.FULL_BYTES, true, 0, receive, transmit, port, null));
    path.transmit(1);
    path.rest();
    path.stop();
  }

  private RingSetup ring(long at, boolean packed, boolean eventIndex, EventFd call) {
    var config =
        new VringConfig(packed, DESCRIPTORS, at, at + DRIVER_AREA, at + DEVICE_AREA, eventIndex);
    RingPosition start = packed ? new RingPosition(0, 0, true, true) : RingPosition.split(0);
    return new RingSetup(config, start, true, call, counters);
  }

  /** Makes a chain of one descriptor available, as a driver does. */
  private void offer(long ring, long address, int bytes, short flags, boolean packed) {
    memory.set(ValueLayout.JAVA_LONG, ring, address);
    memory.set(ValueLayout.JAVA_INT, ring + 8, bytes);
    if (packed) {
      memory.set(ValueLayout.JAVA_SHORT, ring + 14, (short) (flags | AVAILABLE));
    } else {
      memory.set(ValueLayout.JAVA_SHORT, ring + 12, flags);
      memory.set(ValueLayout.JAVA_SHORT, ring + DRIVER_AREA + 2, (short) 1); // avail.idx
    }
  }
}
