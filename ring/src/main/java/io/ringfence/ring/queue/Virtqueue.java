package io.ringfence.ring.queue;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.QueueState;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/**
 * A virtqueue, device side. One thread owns it.
 *
 * <p>The order of a burst: {@link #suppressKicks}; {@link #take} until it gives nothing, each chain
 * followed by {@link #putUsed} (or, unwanted after all, by {@link #giveBack}); {@link #publish}; if
 * {@link #interruptWanted} signal the driver, which must be asked after the last of several bursts
 * at the latest; before sleeping {@link #requestKicks}, and go round again where it says so.
 */
public sealed interface Virtqueue permits SplitQueue, PackedQueue {
  /**
   * A queue that serves a ring from a position on.
   *
   * @throws BrokenRingException where the ring's areas are not in guest memory, or not aligned
   */
  static Virtqueue start(VringConfig config, GuestMemory memory, RingPosition position) {
    return resume(config, memory, QueueState.at(position));
  }

  /**
   * Returns a queue that goes on in place of another, which must not be used any more.
   *
   * @param state of the other after {@link #publish} and {@link #interruptWanted}
   * @throws BrokenRingException as {@link #start}
   */
  static Virtqueue resume(VringConfig config, GuestMemory memory, QueueState state) {
    return config.packed()
        ? new PackedQueue(config, memory, state)
        : new SplitQueue(config, memory, state);
  }

  /**
   * Takes the next chain that the driver made available.
   *
   * @return false where there is none
   * @throws BrokenRingException where the driver broke the ring's rules
   */
  boolean take(Chain chain);

  /** Takes the last {@link #take} back; of several, the latest first. */
  void giveBack(Chain chain);

  /**
   * Returns a chain to the driver, who sees it after the next {@link #publish}.
   *
   * @param written bytes the device wrote from the start of the chain's writable part
   */
  void putUsed(Chain chain, int written);

  /** Makes all that was put visible to the driver. */
  void publish();

  /** Whether the driver wants to be told of what was published since the last call. */
  boolean interruptWanted();

  /**
   * Whether the driver seems to want to be told, by a look that is not ordered after the last
   * {@link #publish}: where it says so, {@link #interruptWanted} is to be asked at once. Where not,
   * the look may have been too early, and the question may wait for the end of a run of bursts, but
   * not until the device sleeps.
   */
  boolean interruptLikely();

  /** Tells the driver that the device looks by itself for the time being. */
  void suppressKicks();

  /**
   * Asks the driver to kick when it adds a chain.
   *
   * @return whether a chain was already added meanwhile, for which no kick may come
   */
  boolean requestKicks();

  /**
   * Whether the driver has made something available that was not taken. Only a look, without any
   * order.
   */
  boolean hasAvailable();

  /**
   * Whether the driver asked to be told of something that was published since it was last told.
   * Known only with an event index; otherwise false. Only a look: for a watchdog.
   */
  boolean owesInterrupt();

  /** Where the device stands; what {@link #start} needs to go on. */
  RingPosition position();

  /** All that the device knows of the ring; what {@link #resume} needs to go on. */
  QueueState state();
}
