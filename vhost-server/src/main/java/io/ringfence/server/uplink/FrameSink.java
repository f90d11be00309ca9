package io.ringfence.server.uplink;

import io.ringfence.ring.Chain;

/**
 * The destination of transmitted frames. A sink belongs to one data path.
 *
 * <p>The order of calls. For each burst: {@link #expect}, then batches. For each batch: {@link
 * #sendTogether}; {@link #send} for each frame that it left; {@link #steps} after either; {@link
 * #commit}; the used ring of the sender is flushed; {@link #flush}. After a run of bursts: {@link
 * #settle}. Only {@code send} is mandatory. The other calls have a default for sinks that do not
 * need them.
 */
public interface FrameSink {
  /** The result for a frame. */
  enum Outcome {
    SENT,
    /** It is lost, and counted as dropped. */
    REFUSED,
    /** It stays in the transmit ring, and is offered again later. */
    NO_ROOM
  }

  /** Hints that up to {@code frames} frames follow. */
  default void expect(int frames) {}

  /**
   * Returns the frames per batch, after which the sender's used ring is flushed. A small batch
   * keeps driver and device busy at the same time.
   */
  default int batch() {
    return 16;
  }

  /**
   * Takes several frames, if the sink has a faster path for similar frames. The caller sends the
   * rest one by one.
   *
   * @param frames those of the burst
   * @param first index of the first of them
   * @param count number of them
   * @return number of leading frames taken; they are copied or sent as by {@link #send}
   */
  default int sendTogether(Chain[] frames, int first, int count) {
    return 0;
  }

  /**
   * Takes a frame. It is copied or sent before this returns, or at {@link #commit}.
   *
   * @param frame readable bytes: header, then frame
   */
  Outcome send(Chain frame);

  /**
   * Sends the frames that were taken and not sent, before the driver may reuse their memory.
   *
   * @return the frames lost by that; valid until another frame is taken
   */
  default Losses commit() {
    return Losses.NONE;
  }

  /** Returns the cost of the search for room since the last call, in descriptors. */
  default int steps() {
    return 0;
  }

  /** Ends a batch: publishes frames that were returned to the sender. */
  default void flush() {}

  /** Ends a run of bursts, after which the worker may sleep: decides on interrupts. */
  default void settle() {}
}
