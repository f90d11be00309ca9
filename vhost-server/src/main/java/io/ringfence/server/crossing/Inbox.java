package io.ringfence.server.crossing;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import java.lang.foreign.Arena;

/**
 * All queues into one worker, and its wake-up. Only that worker's thread may call the methods,
 * unless their comments name another thread.
 *
 * <p>A worker that waits for events sleeps in this way:
 *
 * <pre>
 *   boolean sleeps = inbox.prepareToSleep();
 *   epoll.await(sleeps ? timeout : 0); // which watches inbox.event()
 *   inbox.awake();
 * </pre>
 *
 * A worker that busy-polls never calls these and is never signalled.
 */
public final class Inbox implements AutoCloseable {
  private final CrossingBarriers barriers;
  private final SleepState sleepState;
  private final FrameQueue[] queues; // by sender; null before first use; written by the senders
  private final FrameReader[] readers; // likewise, this worker's ends
  private final EventFd event = EventFd.create();

  Inbox(CrossingBarriers barriers, Arena arena, int senders) {
    this.barriers = barriers;
    sleepState = new SleepState(barriers, arena);
    queues = new FrameQueue[senders];
    readers = new FrameReader[senders];
  }

  /** Returns the number of possible senders, this worker included. */
  public int senders() {
    return queues.length;
  }

  /** Returns the reader of the queue from a sender; null before the sender's first frame. */
  public FrameReader from(int sender) {
    FrameReader reader = readers[sender];
    return reader == null ? newReader(sender) : reader;
  }

  private FrameReader newReader(int sender) {
    FrameQueue queue = barriers.observeQueue(queues, sender);
    if (queue != null) {
      readers[sender] = new FrameReader(queue);
    }
    return readers[sender];
  }

  /** Returns whether no published frame is left in any queue. */
  public boolean isEmpty() {
    for (int sender = 0; sender < queues.length; sender++) {
      FrameReader reader = from(sender);
      if (reader != null && !reader.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Requests a signal of the event from senders, then checks the queues again.
   *
   * @return false if there are frames, so that the worker must not sleep
   */
  public boolean prepareToSleep() {
    sleepState.announce();
    return isEmpty();
  }

  /** Ends what {@link #prepareToSleep} began: senders need not signal any more. */
  public void awake() {
    sleepState.end();
  }

  /** Returns the eventfd that senders signal. */
  public Fd event() {
    return event.fd();
  }

  /** Resets the eventfd. */
  public void drainEvent() {
    event.drain();
  }

  // ---- for senders ----

  SleepState sleepState() {
    return sleepState;
  }

  /** Makes a queue known to this worker; by the sender's thread. */
  void add(int sender, FrameQueue queue) {
    barriers.publishQueue(queues, sender, queue);
  }

  /** Wakes the worker up; by any thread. */
  void signal() {
    event.signal();
  }

  @Override
  public void close() {
    event.close();
  }
}
