package io.ringfence.server.worker;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The queue pairs of a worker: all of them by their ids, and the active ones, which may have work,
 * in the order of their turns. Only the worker's thread uses it.
 */
final class AttachedPairs {
  private int[] ids = {}; // ascending
  private WatchedPair[] pairs = {}; // in the order of ids; arrays, as a map's look-up allocates
  private final ArrayDeque<WatchedPair> active = new ArrayDeque<>();
  private WatchedPair touched;
  private int nextId;

  /**
   * Adds a pair.
   *
   * @param create makes the pair from its id
   * @return the id
   */
  int add(IntFunction<WatchedPair> create) {
    int id = nextId++;
    WatchedPair watched = create.apply(id);
    ids = Arrays.copyOf(ids, ids.length + 1);
    ids[ids.length - 1] = id;
    pairs = Arrays.copyOf(pairs, ids.length);
    pairs[ids.length - 1] = watched;
    return id;
  }

  /** Removes a pair whose rings are stopped, if it is there. */
  void remove(int id) {
    WatchedPair watched = get(id);
    if (watched != null) {
      ids = Arrays.stream(ids).filter(other -> other != id).toArray();
      pairs = Arrays.stream(pairs).filter(other -> other != watched).toArray(WatchedPair[]::new);
      watched.unwatchAll();
      active.remove(watched);
    }
  }

  /** Returns the pair with an id; null if it was removed. */
  WatchedPair get(int id) {
    int index = Arrays.binarySearch(ids, id);
    return index < 0 ? null : pairs[index];
  }

  /** All pairs. The array is not to be changed. */
  WatchedPair[] all() {
    return pairs;
  }

  /** The number of pairs. */
  int count() {
    return pairs.length;
  }

  /** Whether a ring of any pair is started. Suspended pairs do not count. */
  boolean haveRings() {
    for (WatchedPair watched : pairs) {
      if (!watched.isSuspended() && watched.pair().rings().haveStarted()) {
        return true;
      }
    }
    return false;
  }

  /** Stops a pair's rings and takes its turns away. */
  void suspend(WatchedPair watched) {
    watched.suspend();
    active.remove(watched);
  }

  /** Gives a pair a turn, unless it has one already or is suspended. */
  void activate(WatchedPair watched) {
    if (watched.activate()) {
      active.add(watched);
    }
  }

  /** The number of active pairs. */
  int countActive() {
    return active.size();
  }

  /** Takes the active pair whose turn it is; null if there is none. */
  WatchedPair nextTurn() {
    return touch(active.poll());
  }

  /** Gives another turn, after all others, to a pair that {@link #nextTurn} returned. */
  void turnAgain(WatchedPair watched) {
    active.add(watched);
  }

  /** Gives a turn to a pair whose last one may have been cut off by an error. */
  void restoreTurn(WatchedPair watched) {
    boolean attached = Arrays.asList(pairs).contains(watched);
    if (attached && !watched.isSuspended() && !active.contains(watched)) {
      watched.activate();
      active.add(watched);
    }
  }

  /** Notes, and returns, the pair whose guest memory the worker reads or writes from now on. */
  WatchedPair touch(WatchedPair watched) {
    touched = watched;
    return watched;
  }

  /** The pair that was touched last; null before the first. */
  WatchedPair lastTouched() {
    return touched;
  }
}
