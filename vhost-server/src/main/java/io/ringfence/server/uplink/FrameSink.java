package io.ringfence.server.uplink;

import io.ringfence.ring.Chain;

/** Where transmitted frames go. */
public interface FrameSink {
  /** What became of a frame. */
  enum Outcome {
    SENT,
    /** It is lost. */
    REFUSED,
    /** It is to be offered again later. */
    NO_ROOM
  }

  /** Is told of a frame that may be sent soon; a sink that reads frames can have it come near. */
  default void expect(Chain frame) {}

  /**
   * Takes a frame, which is copied or sent before this returns, or when the burst is committed.
   *
   * @param frame readable bytes: header, then frame
   */
  Outcome send(Chain frame);

  /**
   * Sends what was taken and is not sent, before the driver may use its memory again.
   *
   * @return the frames that were lost by it; valid until another is taken
   */
  default Losses commit() {
    return Losses.NONE;
  }

  /** What it cost to find room for the last frame, in descriptors. */
  default int steps() {
    return 0;
  }

  /** Ends a burst of frames. */
  default void flush() {}
}
