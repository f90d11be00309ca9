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
 * <p>The order of calls in a burst:
 *
 * <ol>
 *   <li>{@link #suppressKicks}.
 *   <li>{@link #take} until it returns false. Each chain then gets {@link #putUsed}, or {@link
 *       #giveBack} if it is not used.
 *   <li>{@link #publish}.
 *   <li>{@link #interruptWanted}, at the latest after the last of several bursts. If it returns
 *       true, signal the driver.
 *   <li>{@link #requestKicks} before the device sleeps. If it returns true, start again.
 * </ol>
 */
public sealed interface Virtqueue permits SplitQueue, PackedQueue {
  /**
   * Returns a queue that serves a ring from a position on.
   *
   * @throws BrokenRingException if the ring's areas are not in guest memory, or not aligned
   */
  static Virtqueue start(VringConfig config, GuestMemory memory, RingPosition position) {
    return resume(config, memory, QueueState.at(position));
  }

  /**
   * Returns a queue that replaces another one, which must not be used any more.
   *
   * @param state the other queue's, after {@link #publish} and {@link #interruptWanted}
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
   * @return false if none is available
   * @throws BrokenRingException if the driver violated the ring's rules
   */
  boolean take(Chain chain);

  /** Undoes the last {@link #take}. Several are undone in reverse order. */
  void giveBack(Chain chain);

  /**
   * Returns a chain to the driver, which sees it after the next {@link #publish}.
   *
   * @param written bytes the device wrote from the start of the chain's writable part
   */
  void putUsed(Chain chain, int written);

  /** Makes all used chains visible to the driver. */
  void publish();

  /** Returns whether the driver wants an interrupt for what was published since the last call. */
  boolean interruptWanted();

  /**
   * Returns whether the driver seems to want an interrupt. The load is not ordered after the last
   * {@link #publish}. If true, the caller calls {@link #interruptWanted} at once. If false, the
   * load may have been too early: the caller may defer {@link #interruptWanted} to the end of a run
   * of bursts, but must call it before the device sleeps.
   */
  boolean interruptLikely();

  /** Suppresses kicks while the device polls the ring. */
  void suppressKicks();

  /**
   * Requests a kick when the driver adds a chain.
   *
   * @return whether the driver has already added a chain, for which it may not kick
   */
  boolean requestKicks();

  /** Returns whether a chain is available. The load is not ordered. */
  boolean hasAvailable();

  /**
   * Returns whether the driver waits for an interrupt for entries published since its last one.
   * Only an event index shows this; without one it returns false. The load is not ordered: for a
   * watchdog.
   */
  boolean owesInterrupt();

  /** Returns the device's position, from which {@link #start} can continue. */
  RingPosition position();

  /** Returns the device's state of the ring, from which {@link #resume} can continue. */
  QueueState state();
}
