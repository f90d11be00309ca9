package io.ringfence.server.pair;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.ring.GuestMemory;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.uplink.Rehearsal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Passes requests and responses through a data path, over private rings that are like a guest's.
 * Each request is sent and reflected. Its response fills the next of the receive buffers that are
 * posted ahead. So the JIT compiles the path for a guest's traffic.
 *
 * <pre>
 *   0x0000 transmit ring   0x1000 receive ring   0x2000 request   0x3000 indirect tables
 *   0x4000 receive buffers
 * </pre>
 */
public final class RequestTraffic {
  private static final int SIZE = PrivateRing.MOST_DESCRIPTORS;
  private static final long RECEIVE_RING = PrivateRing.BYTES;
  private static final long REQUEST = 2 * PrivateRing.BYTES;
  private static final long TABLES = 3 * PrivateRing.BYTES;
  private static final long BUFFERS = 4 * PrivateRing.BYTES;
  private static final int TABLE_BYTES = 2 * PrivateRing.DESCRIPTOR_BYTES;
  private static final int BUFFER_BYTES = 1536; // a frame of an MTU of 1500 and its headers
  private static final int FRAME_BYTES = 67; // a TCP segment with one byte
  private static final int BUDGET = 256;
  private static final int OVERTAKEN = 5; // every fifth request
  private static final int UNWANTED = 3; // every third call is not wanted
  private static final int REQUESTS_A_SLICE = 16; // then a new path continues, as after a swap

  private final Rehearsal rehearsal;
  private final PairSetup like;
  private final boolean indirect;
  private final MemorySegment memory =
      Arena.ofAuto().allocate(BUFFERS + (long) SIZE * BUFFER_BYTES, 0x1000);
  private final PrivateRing transmit;
  private final PrivateRing receive;
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
    indirect = VirtioFeature.INDIRECT_DESC.in(like.features());
    boolean packed = like.receive().config().packed();
    transmit = new PrivateRing(memory, 0, SIZE, packed);
    receive = new PrivateRing(memory, RECEIVE_RING, SIZE, packed);
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
        receive.setup(like.receive().config().eventIndex(), call, counters),
        transmit.setup(like.transmit().config().eventIndex(), call, counters),
        rehearsal.port(),
        null);
  }

  /** Posts a receive buffer and, except every third time, requests a call for the next frame. */
  private void post() {
    long buffer = BUFFERS + (long) (posted % SIZE) * BUFFER_BYTES;
    receive.offer(posted++, buffer, BUFFER_BYTES, PrivateRing.WRITE);
    if (posted % UNWANTED == 0) {
      receive.suppressCalls(sent);
    } else {
      receive.requestCall(sent);
    }
  }

  /** Offers a request. A driver that transmits requests no call. */
  private void send() {
    if (indirect) {
      long table = TABLES + (long) (sent % SIZE) * TABLE_BYTES;
      transmit.describeTwo(table, REQUEST, like.headerBytes(), FRAME_BYTES);
      transmit.offer(sent, table, TABLE_BYTES, PrivateRing.INDIRECT);
    } else {
      transmit.offer(sent, REQUEST, like.headerBytes() + FRAME_BYTES, 0);
    }
    sent++;
    transmit.suppressCalls(sent);
  }
}
