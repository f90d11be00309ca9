package io.ringfence.server.uplink;

import io.ringfence.ring.Chain;

/** Frames that go nowhere, counted as sent. */
public final class DiscardSink implements FrameSink {
  /** The one instance, since it has no state. */
  public static final DiscardSink INSTANCE = new DiscardSink();

  private DiscardSink() {}

  @Override
  public Outcome send(Chain frame) {
    return Outcome.SENT;
  }
}
