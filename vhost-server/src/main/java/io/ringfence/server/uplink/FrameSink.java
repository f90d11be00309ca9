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

  /** Is told that so many frames may be sent soon. */
  default void expect(int frames) {}

  /**
   * Frames after which the driver is shown what became of them. Few, where each is done when it is
   * sent: driver and device then work at the same time.
   */
  default int lap() {
    return 16;
  }

  /**
   * Takes frames that are alike at once, where it has a shorter way for them than one by one. What
   * it does not take is sent one by one.
   *
   * @param first of them in {@code frames}
   * @return how many of the first it took, all of which are copied or sent as by {@link #send}
   */
  default int sendTogether(Chain[] frames, int first, int count) {
    return 0;
  }

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

  /** What it cost to find room for frames since this was last asked, in descriptors. */
  default int steps() {
    return 0;
  }

  /** Ends a lap. */
  default void flush() {}

  /** Ends a run of bursts: after it the worker may sleep. */
  default void settle() {}
}
