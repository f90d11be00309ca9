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
 * Realm code: returns every frame to its sender, with source and destination address exchanged. A
 * full receive ring blocks transmission.
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
   * Returns the number of leading plain frames. It is a separate loop: the driver's core wrote
   * their headers last, and their cache lines are thus fetched in parallel.
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

  /** Returns whether a frame's header requests nothing. Its other fields do not matter then. */
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
