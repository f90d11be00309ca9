package io.ringfence.server.net;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.RingPosition;
import io.ringfence.server.uplink.DiscardPort;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.GeneratorPort;
import io.ringfence.server.uplink.LoopbackPort;
import io.ringfence.server.uplink.TapPort;

/** Realm code: the two paths of a queue pair. */
final class PairPath implements DataPath {
  private final PairSetup setup;
  private final ReceivePath receive; // null unless frames are to be received
  private final TransmitPath transmit; // null while its ring is stopped
  private final TapPort tap; // null where frames are not pulled
  private final FrameGenerator generator; // null where frames are not made

  PairPath(PairSetup setup) {
    this.setup = setup;
    setup.memory().checkMapped();
    receive = isEnabled(setup.receive()) ? receivePath() : null;
    transmit = setup.transmit() == null ? null : transmitPath();
    tap = setup.port() instanceof TapPort port ? port : null;
    generator = generator();
  }

  private FrameGenerator generator() {
    return receive != null && setup.port() instanceof GeneratorPort port
        ? new FrameGenerator(receive, setup, port)
        : null;
  }

  private static boolean isEnabled(RingSetup ring) {
    return ring != null && ring.enabled();
  }

  private ReceivePath receivePath() {
    try {
      return new ReceivePath(setup);
    } catch (BrokenRingException | InternalError e) {
      throw new RingFault(RingRole.RX, e);
    }
  }

  private TransmitPath transmitPath() {
    try {
      return new TransmitPath(setup, sink());
    } catch (BrokenRingException | InternalError e) {
      throw new RingFault(RingRole.TX, e);
    }
  }

  private FrameSink sink() {
    FrameSink sink = uplinkSink();
    return setup.capture() == null
        ? sink
        : new CaptureSink(sink, new Capture(setup.capture(), setup.headerBytes()));
  }

  /** A disabled transmit ring is served, and its frames go nowhere. */
  private FrameSink uplinkSink() {
    if (!setup.transmit().enabled()) {
      return DiscardPort.INSTANCE;
    }
    return switch (setup.port()) {
      case TapPort port -> port;
      case DiscardPort port -> port;
      case GeneratorPort _ -> DiscardPort.INSTANCE;
      case LoopbackPort port ->
          receive == null ? DiscardPort.INSTANCE : new LoopbackSink(receive, setup);
    };
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
    if (receive == null || tap == null && generator == null) {
      return 0;
    }
    setup.memory().checkMapped();
    try {
      return generator == null ? receive.pull(tap, budget) : generator.run(budget);
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
  public RingPosition receivePosition() {
    if (receive != null) {
      return receive.position();
    }
    return setup.receive() == null ? null : setup.receive().position();
  }

  @Override
  public RingPosition transmitPosition() {
    return transmit == null ? null : transmit.position();
  }
}
