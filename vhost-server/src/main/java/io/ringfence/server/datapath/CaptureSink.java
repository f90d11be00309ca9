package io.ringfence.server.datapath;

import io.ringfence.ring.Chain;
import io.ringfence.server.capture.Capture;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.Losses;

/**
 * Realm code: a sink that captures the frames of another one when it takes them, even if they are
 * lost later.
 */
final class CaptureSink implements FrameSink {
  private final FrameSink sink;
  private final Capture capture;

  CaptureSink(FrameSink sink, Capture capture) {
    this.sink = sink;
    this.capture = capture;
  }

  @Override
  public void expect(int frames) {
    sink.expect(frames);
  }

  @Override
  public int batch() {
    return sink.batch();
  }

  @Override
  public Outcome send(Chain frame) {
    Outcome outcome = sink.send(frame);
    if (outcome == Outcome.SENT) {
      capture.sent(frame);
    }
    return outcome;
  }

  @Override
  public Losses commit() {
    return sink.commit();
  }

  @Override
  public int steps() {
    return sink.steps();
  }

  @Override
  public void flush() {
    sink.flush();
  }

  @Override
  public void settle() {
    sink.settle();
  }
}
