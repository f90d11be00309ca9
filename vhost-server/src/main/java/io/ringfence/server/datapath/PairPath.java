package io.ringfence.server.datapath;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.server.capture.Capture;
import io.ringfence.server.pair.DataPath;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.PathState;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.RingState;
import io.ringfence.server.uplink.DiscardSink;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.FrameSource;

/** Realm code: the two directions of a queue pair. */
final class PairPath implements DataPath {
  private final PairSetup setup;
  private final UplinkPath uplink;
  private final ReceiveRing receive; // null while its ring is stopped or disabled
  private final FrameSource source;
  private final TransmitPath transmit; // null while its ring is stopped

  PairPath(PairSetup setup, PathState state) {
    this.setup = setup;
    setup.memory().checkMapped();
    uplink = UplinkPaths.of(setup.port());
    receive = isEnabled(setup.receive()) ? receiveRing(state.receive()) : null;
    source = receive == null ? FrameSource.NONE : uplink.source(setup, receive);
    transmit = setup.transmit() == null ? null : transmitPath(state.transmit());
  }

  /** Returns the state from which a ring goes on: that of the path before, or its own start. */
  private static RingState start(RingState before, RingSetup ring) {
    return before == null ? RingState.at(ring.position()) : before;
  }

  private static boolean isEnabled(RingSetup ring) {
    return ring != null && ring.enabled();
  }

  private ReceiveRing receiveRing(RingState before) {
    try {
      return new ReceiveRing(setup, start(before, setup.receive()));
    } catch (BrokenRingException | InternalError e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  private TransmitPath transmitPath(RingState before) {
    try {
      return new TransmitPath(setup, sink(), start(before, setup.transmit()));
    } catch (BrokenRingException | InternalError e) {
      throw new RingFault(RingRole.TX, e);
    }
  }

  /** Returns the transmit ring's sink. A disabled ring is served, and its frames are discarded. */
  private FrameSink sink() {
    FrameSink sink =
        setup.transmit().enabled() ? uplink.sink(setup, receive) : DiscardSink.INSTANCE;
    return setup.capture() == null
        ? sink
        : new CaptureSink(sink, new Capture(setup.capture(), setup.headerBytes()));
  }

  @Override
  public int transmit(int budget) {
    if (transmit == null) {
      return 0;
    }
    setup.memory().checkMapped();
    try {
      return transmit.run(budget);
    } catch (BrokenRingException | InternalError e) { // the latter: the memory's file was truncated
      throw new RingFault(RingRole.TX, e);
    }
  }

  @Override
  public int receive(int budget) {
    if (source == FrameSource.NONE) {
      return 0;
    }
    setup.memory().checkMapped();
    try {
      return source.receive(budget);
    } catch (BrokenRingException | InternalError e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  @Override
  public boolean rest() {
    setup.memory().checkMapped();
    return restTransmit() | restReceive();
  }

  private boolean restTransmit() {
    if (transmit == null || transmit.blocked()) {
      return false;
    }
    try {
      return transmit.rest();
    } catch (BrokenRingException | InternalError e) {
      throw new RingFault(RingRole.TX, e);
    }
  }

  private boolean restReceive() {
    if (receive == null || !receive.starved()) {
      return false;
    }
    try {
      return receive.rest();
    } catch (BrokenRingException | InternalError e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  @Override
  public boolean starved() {
    return receive != null && receive.starved();
  }

  @Override
  public boolean kickOwed(RingRole role) {
    setup.memory().checkMapped();
    try {
      return role == RingRole.TX
          ? transmit != null && !transmit.blocked() && transmit.kickOwed()
          : receive != null && receive.starved() && receive.kickOwed();
    } catch (InternalError e) {
      throw new RingFault(role, e);
    }
  }

  @Override
  public boolean callOwed(RingRole role) {
    setup.memory().checkMapped();
    try {
      return role == RingRole.TX
          ? transmit != null && transmit.callOwed()
          : receive != null && receive.callOwed();
    } catch (InternalError e) {
      throw new RingFault(role, e);
    }
  }

  @Override
  public void stop() {
    if (receive != null) {
      setup.memory().checkMapped();
      try {
        receive.stop();
      } catch (BrokenRingException | InternalError e) {
        throw new RingFault(RingRole.RX, e);
      }
    }
  }

  @Override
  public PathState state() {
    return new PathState(
        receive == null ? null : receive.state(), transmit == null ? null : transmit.state());
  }
}
