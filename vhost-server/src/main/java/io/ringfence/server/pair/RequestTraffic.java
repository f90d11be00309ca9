package io.ringfence.server.pair;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.uplink.Rehearsal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Passes requests and responses through a data path, over private rings that are like a guest's.
 * Each request is sent and reflected. Its response fills the next of the receive buffers that are
 * posted ahead. So the JIT compiles the path for a guest's traffic.
 *
 * <pre>
 *   0x0000 transmit ring   0x2000 receive ring   0x4000 request   0x5000 indirect tables
 *   0x8000 receive buffers
 *   of each ring: descriptors at 0, driver area at 0x800, device area at 0x1000
 * </pre>
 */
public final class RequestTraffic {
  private static final int SIZE = 64;
  private static final long RECEIVE_RING = 0x2000;
  private static final long REQUEST = 0x4000;
  private static final long TABLES = 0x5000;
  private static final long BUFFERS = 0x8000;
  private static final long DRIVER_AREA = 0x800;
  private static final long DEVICE_AREA = 0x1000;
  private static final int BUFFER_BYTES = 1536; // a frame of an MTU of 1500 and its headers
  private static final int FRAME_BYTES = 67; // a TCP segment with one byte
  private static final int BUDGET = 256;
  private static final int OVERTAKEN = 5; // every fifth request
  private static final int UNWANTED = 3; // every third call is not wanted
  private static final int REQUESTS_A_SLICE = 16; // then a new path continues, as after a swap

  private static final int DESCRIPTOR_BYTES = 16;
  private static final int NEXT = 1; // flags of a descriptor
  private static final int WRITE = 2;
  private static final int INDIRECT = 4;
  private static final int AVAILABLE = 1 << 7; // of a packed ring, see VIRTIO 1.3, 2.8.1
  private static final int USED = 1 << 15;
  private static final int DISABLE = 1; // of the driver event suppression structure
  private static final int FAR_AHEAD = 1 << 14; // distance of an event that is not passed soon

  private final Rehearsal rehearsal;
  private final PairSetup like;
  private final boolean packed;
  private final MemorySegment memory =
      Arena.ofAuto().allocate(BUFFERS + (long) SIZE * BUFFER_BYTES, 0x1000);
  private final VringCounters counters = new VringCounters();
  private int posted; // receive buffers so far
  private int sent; // requests so far

  /**
   * Prepares rings.
   *
   * @param rehearsal a port of the uplink's kind
   * @param like a guest's pair, whose ring format and features these rings have
   */
  public RequestTraffic(Rehearsal rehearsal, PairSetup like) {
    this.rehearsal = rehearsal;
    this.like = like;
    packed = like.receive().config().packed();
  }

  /**
   * Passes requests and responses.
   *
   * @param requests the least number; a few more are sent while the path is about to rest
   * @return responses that were received
   */
  public long run(DataPathFactory factory, int requests) {
    long before = counters.get(RingCounter.FRAMES);
    memory.fill((byte) 0);
    posted = 0;
    sent = 0;
    try (EventFd call = EventFd.create()) {
      PairSetup setup = setup(call);
      DataPath path = factory.create(setup);
      for (int i = 0; i < SIZE; i++) {
        post();
      }
      for (int i = 0; i < requests; i++) {
        send();
        pass(path);
        if (path.rest()) {
          throw new IllegalStateException("work without a request");
        }
        if (i % OVERTAKEN == 0) { // the next request comes before the worker sleeps
          send();
          path.rest();
          pass(path);
        }
        if (i % REQUESTS_A_SLICE == 0) {
          path.stop();
          path = factory.resume(setup, path.state());
        }
      }
      path.stop();
    }
    return (counters.get(RingCounter.FRAMES) - before) / 2; // sent and received
  }

  private void pass(DataPath path) {
    path.transmit(BUDGET);
    rehearsal.reflect();
    path.receive(2); // the second one does not exist
    path.starved();
    post();
  }

  private PairSetup setup(EventFd call) {
    var guest = new GuestMemory(List.of(new GuestMemory.Extent(0, memory)), List.of());
    return new PairSetup(
        guest,
        like.headerBytes(),
        like.mergeable(),
        like.features(),
        ring(RECEIVE_RING, like.receive().config(), call),
        ring(0, like.transmit().config(), call),
        rehearsal.port(),
        null);
  }

  private RingSetup ring(long at, VringConfig guests, EventFd call) {
    var config =
        new VringConfig(packed, SIZE, at, at + DRIVER_AREA, at + DEVICE_AREA, guests.eventIndex());
    RingPosition start = packed ? new RingPosition(0, 0, true, true) : RingPosition.split(0);
    return new RingSetup(config, start, true, call, counters);
  }

  /** Posts a receive buffer and, except every third time, requests a call for the next frame. */
  private void post() {
    long buffer = BUFFERS + (long) (posted % SIZE) * BUFFER_BYTES;
    offer(RECEIVE_RING, posted++, buffer, BUFFER_BYTES, WRITE);
    if (!packed) {
      wantCallAfter(RECEIVE_RING, posted % UNWANTED == 0 ? sent + FAR_AHEAD : sent);
    }
  }

  /** Offers a request. A driver that transmits requests no call. */
  private void send() {
    if (VirtioFeature.INDIRECT_DESC.in(like.features())) {
      offer(0, sent, table(sent % SIZE), 2 * DESCRIPTOR_BYTES, INDIRECT);
    } else {
      offer(0, sent, REQUEST, like.headerBytes() + FRAME_BYTES, 0);
    }
    sent++;
    if (packed) {
      memory.set(ValueLayout.JAVA_SHORT, DRIVER_AREA + 2, (short) DISABLE);
    } else {
      wantCallAfter(0, sent + FAR_AHEAD);
    }
  }

  /** Writes a table of two buffers, header and frame, as Linux's driver does. */
  private long table(int slot) {
    long at = TABLES + 2L * slot * DESCRIPTOR_BYTES;
    describe(at, REQUEST, like.headerBytes(), packed ? 0 : NEXT, 1);
    describe(at + DESCRIPTOR_BYTES, REQUEST + like.headerBytes(), FRAME_BYTES, 0, 0);
    return at;
  }

  /**
   * Writes a descriptor.
   *
   * @param nextOrId the field before the flags of a packed ring, or after those of a split ring
   */
  private void describe(long at, long address, int bytes, int flags, int nextOrId) {
    memory.set(ValueLayout.JAVA_LONG, at, address);
    memory.set(ValueLayout.JAVA_INT, at + 8, bytes);
    memory.set(ValueLayout.JAVA_SHORT, at + (packed ? 12 : 14), (short) nextOrId);
    memory.set(ValueLayout.JAVA_SHORT, at + (packed ? 14 : 12), (short) flags);
  }

  private void wantCallAfter(long ring, int index) {
    memory.set(ValueLayout.JAVA_SHORT, ring + DRIVER_AREA + 4 + 2 * SIZE, (short) index);
  }

  /** Makes a chain of one descriptor available, as a driver does. */
  private void offer(long ring, int index, long address, int bytes, int flags) {
    int slot = index % SIZE;
    long descriptor = ring + (long) slot * DESCRIPTOR_BYTES;
    if (packed) {
      boolean firstWrap = index / SIZE % 2 == 0;
      describe(descriptor, address, bytes, flags | (firstWrap ? AVAILABLE : USED), slot);
    } else {
      describe(descriptor, address, bytes, flags, 0);
      memory.set(ValueLayout.JAVA_SHORT, ring + DRIVER_AREA + 4 + 2L * slot, (short) slot);
      memory.set(ValueLayout.JAVA_SHORT, ring + DRIVER_AREA + 2, (short) (index + 1)); // avail.idx
    }
  }
}
