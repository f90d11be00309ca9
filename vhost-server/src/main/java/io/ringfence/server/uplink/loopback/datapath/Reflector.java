package io.ringfence.server.uplink.loopback.datapath;

import io.ringfence.ring.Chain;
import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.ReceiveWindow;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.uplink.FrameSink.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Realm code: copies frames from transmit buffers into receive buffers, with source and destination
 * address exchanged.
 */
final class Reflector {
  private static final int ADDRESS_BYTES = 6;

  private final ReceiveRing receive;
  private final ReceiveWindow window;
  private final int headerBytes;
  private final MemorySegment head = Arena.ofAuto().allocate(64, 8);

  Reflector(ReceiveRing receive, int headerBytes) {
    this.receive = receive;
    window = receive.window();
    this.headerBytes = headerBytes;
  }

  /**
   * Reflects a frame that needs no offload.
   *
   * @param frame readable bytes: a header as long as the receive ring's, then the frame
   */
  Outcome reflect(Chain frame) {
    long bytes = frame.readableBytes();
    if (!receive.hold(bytes)) {
      return withoutRoom();
    }
    receive.setStarved(false);
    if (Reflection.copy(frame, window.chain(0), headerBytes)) {
      receive.put(1, bytes);
      return Outcome.SENT;
    }
    clearHeader();
    frame.copyOut(headerBytes, head, headerBytes + ADDRESS_BYTES, ADDRESS_BYTES);
    frame.copyOut(headerBytes + ADDRESS_BYTES, head, headerBytes, ADDRESS_BYTES);
    fill(head, headerBytes + 2L * ADDRESS_BYTES, frame);
    return Outcome.SENT;
  }

  /**
   * Reflects several frames that need no offload, as far as each is in one segment and fits one
   * segment of a held buffer.
   *
   * <p>The copying loop stores nothing else: a store to a cache line owned by the driver's core
   * delays all later stores.
   *
   * @param first of the frames in {@code sent}
   * @return the number of leading frames reflected
   */
  int reflectTogether(Chain[] sent, int first, int count) {
    int most = Math.min(count, window.count());
    int copied = 0;
    while (copied < most
        && Reflection.copy(sent[first + copied], window.chain(copied), headerBytes)) {
      copied++;
    }
    for (int i = 0; i < copied; i++) {
      receive.put(1, sent[first + i].readableBytes());
    }
    if (copied > 0) {
      receive.setStarved(false);
    }
    return copied;
  }

  /**
   * Reflects a frame whose head comes from private memory.
   *
   * @param frameHead a header as long as the receive ring's, and the start of the frame
   * @param headBytes bytes of it
   */
  Outcome reflect(Chain frame, MemorySegment frameHead, long headBytes) {
    if (!receive.hold(frame.readableBytes())) {
      return withoutRoom();
    }
    receive.setStarved(false);
    fill(frameHead, headBytes, frame);
    return Outcome.SENT;
  }

  private Outcome withoutRoom() {
    receive.publish(); // buffers without use
    return receive.withoutRoom();
  }

  private void fill(MemorySegment frameHead, long headBytes, Chain frame) {
    long bytes = frame.readableBytes();
    int chains = window.chainsFor(bytes);
    if (headerBytes == NetHeader.FULL_BYTES) {
      frameHead.set(ValueLayout.JAVA_SHORT, NetHeader.NUM_BUFFERS, (short) chains);
    }
    window.copyIn(0, frameHead, 0, headBytes);
    window.copyTail(frame, headBytes);
    receive.put(chains, bytes);
  }

  private void clearHeader() {
    head.set(ValueLayout.JAVA_LONG, 0, 0);
    head.set(ValueLayout.JAVA_SHORT, 8, (short) 0);
  }
}
