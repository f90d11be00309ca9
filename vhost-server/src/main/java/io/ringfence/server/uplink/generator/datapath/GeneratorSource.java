package io.ringfence.server.uplink.generator.datapath;

import io.ringfence.ring.AddressSpace;
import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.datapath.ReceiveWindow;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.FrameSource;
import io.ringfence.server.uplink.generator.GeneratorPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Realm code: generates frames for a receive ring.
 *
 * <p>Each is a broadcast of the EtherType that IEEE 802 reserves for experiments, so that a guest
 * drops it without an answer. Eight bytes after the type count the frames of the pair from 0, most
 * significant byte first; the rest is zero.
 */
final class GeneratorSource implements FrameSource {
  private static final int BURST = ReceiveWindow.MOST_AHEAD;

  /**
   * Spins on a split ring after a run that found less than a burst. Each poll takes the cache line
   * of the driver's index from its CPU, and an immediate poll finds only a few new buffers. A
   * packed ring has no such index, and did not gain.
   */
  private static final int PAUSE = 8;

  private static final int SOURCE = 6;
  private static final int TYPE = 12;
  private static final int NUMBER = 14;
  private static final byte LOCALLY_ADMINISTERED = 2;
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final ReceiveRing receive;
  private final ReceiveWindow window;
  private final GeneratorPort port;
  private final int headerBytes;
  private final int pause;
  private final MemorySegment frame; // header first
  private boolean ahead; // of the driver, which had not posted a burst

  GeneratorSource(ReceiveRing receive, PairSetup setup, GeneratorPort port) {
    this.receive = receive;
    window = receive.window();
    this.port = port;
    headerBytes = setup.headerBytes();
    pause = setup.receive().config().packed() ? 0 : PAUSE;
    frame = Arena.ofAuto().allocate((long) headerBytes + port.frameBytes(), 8);
    frame.asSlice(headerBytes, SOURCE).fill((byte) 0xff);
    frame.set(ValueLayout.JAVA_BYTE, headerBytes + SOURCE, LOCALLY_ADMINISTERED);
    frame.set(ValueLayout.JAVA_BYTE, headerBytes + TYPE, (byte) 0x88);
    frame.set(ValueLayout.JAVA_BYTE, headerBytes + TYPE + 1, (byte) 0xb5);
    if (headerBytes == NetHeader.FULL_BYTES) {
      frame.set(ValueLayout.JAVA_SHORT, NetHeader.NUM_BUFFERS, (short) 1); // as most frames need
    }
  }

  /** Fills buffers until the driver has none left, or {@code budget} of them. */
  @Override
  public int receive(int budget) {
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
    end(frames == budget);
    return frames;
  }

  /**
   * Ends a run. There is always one more frame to come.
   *
   * @param more whether there may be buffers for it; held ones return to the ring, so that a
   *     request for kicks finds them
   */
  private void end(boolean more) {
    if (more) {
      window.release();
    }
    receive.publish();
    receive.settle();
    receive.setStarved(true);
  }

  private void pause() {
    for (int i = 0; i < pause; i++) {
      Thread.onSpinWait();
    }
  }

  /** Copies frames together while each fits one buffer, as most do. */
  private int burst(int most) {
    int frames = copies(most);
    port.count(frames);
    while (frames < most && next()) {
      frames++;
    }
    return frames;
  }

  /**
   * Copies the frame into the oldest held buffers, as long as each has room for it in one segment.
   * The copying loop stores nothing else: a store to a cache line owned by the driver's core delays
   * all later stores.
   */
  private int copies(int most) {
    long bytes = frame.byteSize();
    long number = port.number();
    int copies = window.inOneSegment(most, bytes);
    for (int i = 0; i < copies; i++) {
      long at = window.address(i);
      MemorySegment.copy(frame, 0, AddressSpace.ALL, at, bytes);
      AddressSpace.ALL.set(LONG, at + headerBytes + NUMBER, number + i);
    }
    for (int i = 0; i < copies; i++) {
      receive.put(1, bytes);
    }
    return copies;
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
