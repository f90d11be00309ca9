package io.ringfence.server.uplink;

import io.ringfence.ring.Chain;

/**
 * Where transmitted frames go. A sink belongs to one data path.
 *
 * <p>The order of calls. For each burst: {@link #expect}, then batches. For each batch: {@link
 * #sendTogether}; {@link #send} for each frame that it left; {@link #steps} after either; {@link
 * #commit}; the used ring of the sender is flushed; {@link #flush}. After a run of bursts: {@link
 * #settle}. Only {@code send} must be there: each other call has a default for sinks that need
 * nothing of it.
 */
public interface FrameSink {
  /** What became of a frame. */
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
   * Returns the frames of a batch, after which the sender's used ring is flushed. A small batch
   * keeps driver and device at work at the same time.
   */
  default int lap() {
    return 16;
  }

  /**
   * Takes frames together, if the sink has a shorter way for frames that are alike. Frames that it
   * leaves are sent one by one.
   *
   * @param frames those of the burst
   * @param first index of the first of them
   * @param count how many of them
   * @return how many of the first it took; they are copied or sent as by {@link #send}
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
   * @return the frames that this lost; valid until another frame is taken
   */
  default Losses commit() {
    return Losses.NONE;
  }

  /** Returns what it cost to find room for frames since the last call, in descriptors. */
  default int steps() {
    return 0;
  }

  /** Ends a batch: frames that came back to the sender are published. */
  default void flush() {}

  /** Ends a run of bursts, after which the worker may sleep: interrupts are decided. */
  default void settle() {}
}
