package io.ringfence.server.uplink.loopback.datapath;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.server.datapath.ReceiveRing;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSink.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Realm code: every frame comes back to its sender, source and destination address exchanged. A
 * full receive ring holds transmission up.
 */
public final class LoopbackSink implements FrameSink {
  private static final int BOTH_FLAGS = 2; // flags and gso_type, bytes 0 and 1 of the header

  private final ReceiveRing receive;
  private final Reflector reflector;
  private final OffloadedReflection offloaded;
  private final MemorySegment copy = Arena.ofAuto().allocate(BOTH_FLAGS, 8);

  public LoopbackSink(ReceiveRing receive, PairSetup setup) {
    this.receive = receive;
    reflector = new Reflector(receive, setup.headerBytes());
    offloaded = new OffloadedReflection(receive, reflector, setup);
  }

  @Override
  public void expect(int frames) {
    try {
      receive.expect(frames);
    } catch (BrokenRingException e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  @Override
  public int sendTogether(Chain[] frames, int first, int count) {
    int plain = offloaded.isUnderWay() ? 0 : plain(frames, first, count);
    try {
      return reflector.reflectTogether(frames, first, plain);
    } catch (BrokenRingException e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  /**
   * How many of the first are plain. A loop of its own: the driver's core wrote their headers last,
   * whose cache lines come together so.
   */
  private int plain(Chain[] frames, int first, int count) {
    int plain = 0;
    while (plain < count && isPlain(frames[first + plain])) {
      plain++;
    }
    return plain;
  }

  @Override
  public Outcome send(Chain frame) {
    try {
      return isPlain(frame) && !offloaded.isUnderWay()
          ? reflector.reflect(frame)
          : offloaded.reflect(frame);
    } catch (BrokenRingException e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  /** Whether a frame's header asks for nothing; what else is in it does not matter then. */
  private boolean isPlain(Chain frame) {
    if (frame.length(0) >= BOTH_FLAGS) {
      return AddressSpace.ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, frame.address(0)) == 0;
    }
    frame.copyOut(0, copy, 0, BOTH_FLAGS);
    return copy.get(ValueLayout.JAVA_SHORT, 0) == 0;
  }

  @Override
  public int steps() {
    return receive.takeSteps() + offloaded.takeSteps();
  }

  @Override
  public void flush() {
    try {
      receive.publish();
    } catch (BrokenRingException e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  @Override
  public void settle() {
    try {
      receive.settle();
    } catch (BrokenRingException e) {
      throw new RingFault(RingRole.RX, e);
    }
  }
}
