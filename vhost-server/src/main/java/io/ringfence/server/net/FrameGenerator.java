package io.ringfence.server.net;

import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.GeneratorPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Realm code: frames for a receive ring, one after the other.
 *
 * <p>Each is a broadcast of the EtherType that IEEE 802 leaves to experiments, so that a guest
 * drops it without an answer. Eight bytes after the type count the frames of the pair from 0, most
 * significant byte first; the rest is zero.
 */
final class FrameGenerator {
  private static final int BURST = ReceiveWindow.MOST_AHEAD;

  /**
   * Spins on a split ring after a run that found less than a burst. The driver posts buffers by an
   * index whose cache line each look takes from its CPU, and a look at once finds only the few that
   * it has posted since. A packed ring has no such index, and gained nothing.
   */
  private static final int PAUSE = 8;

  private static final int SOURCE = 6;
  private static final int TYPE = 12;
  private static final int NUMBER = 14;
  private static final byte LOCALLY_ADMINISTERED = 2;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final ReceivePath receive;
  private final GeneratorPort port;
  private final int headerBytes;
  private final int pause;
  private final MemorySegment frame; // header first
  private boolean ahead; // of the driver, which had not posted a burst

  FrameGenerator(ReceivePath receive, PairSetup setup, GeneratorPort port) {
    this.receive = receive;
    this.port = port;
    headerBytes = setup.headerBytes();
    pause = setup.receive().config().packed() ? 0 : PAUSE;
    frame = Arena.ofAuto().allocate((long) headerBytes + port.frameBytes(), 8);
    frame.asSlice(headerBytes, SOURCE).fill((byte) 0xff);
    frame.set(ValueLayout.JAVA_BYTE, headerBytes + SOURCE, LOCALLY_ADMINISTERED);
    frame.set(ValueLayout.JAVA_BYTE, headerBytes + TYPE, (byte) 0x88);
    frame.set(ValueLayout.JAVA_BYTE, headerBytes + TYPE + 1, (byte) 0xb5);
    if (headerBytes == NetHeader.FULL_BYTES) {
      frame.set(ValueLayout.JAVA_SHORT, NetHeader.NUM_BUFFERS, (short) 1); // as most will need
    }
  }

  /** Sends until the driver has no buffer left, or so many frames. */
  int run(int budget) {
    if (ahead) {
      pause();
    }
    int frames = 0;
    int sent;
    do {
      receive.expect(BURST);
      sent = burst(Math.min(BURST, budget - frames));
      frames += sent;
    } while (sent == BURST);
    ahead = frames < BURST;
    receive.endGenerated(frames == budget);
    return frames;
  }

  private void pause() {
    for (int i = 0; i < pause; i++) {
      Thread.onSpinWait();
    }
  }

  /** Copies go out together while each finds its place in one buffer, as most do. */
  private int burst(int most) {
    int frames = receive.deliverCopies(frame, most, headerBytes + NUMBER, port.number());
    port.count(frames);
    while (frames < most && next()) {
      frames++;
    }
    return frames;
  }

  private boolean next() {
    frame.set(LONG, headerBytes + NUMBER, port.number());
    Outcome outcome = receive.deliver(frame, frame.byteSize());
    if (outcome == Outcome.REFUSED) {
      receive.dropHeld();
    } else if (outcome == Outcome.SENT) {
      port.count(1);
    }
    return outcome != Outcome.NO_ROOM;
  }
}
