package io.ringfence.server.crossing;

import io.ringfence.server.os.Mappings;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The queues between the workers of a daemon: an {@link Outbox} and an {@link Inbox} for each
 * worker. A thread of an uplink that exchanges frames with workers counts as a worker here.
 *
 * <pre>
 *   worker 0                                            worker 1
 *   transmit ring --copy--> [queue 0 to 1] --copy--> receive ring
 *                  Outbox.to(1)            Inbox.from(0)
 * </pre>
 */
public final class Crossings implements AutoCloseable {
  private final CrossingBarriers barriers;
  private final Arena arena = Arena.ofShared();
  private final AtomicInteger queues = new AtomicInteger();
  private final int capacity;
  private final Inbox[] inboxes;
  private final Outbox[] outboxes;

  /**
   * Creates what the workers need before the first frame; queues are allocated when first used.
   *
   * @throws IllegalArgumentException if the budget is too small for this number of workers
   */
  public Crossings(int workers, CrossingBudget budget) {
    this(workers, budget, CrossingBarriers.ALL);
  }

  Crossings(int workers, CrossingBudget budget, CrossingBarriers barriers) {
    this.barriers = barriers;
    capacity = budget.capacity(workers);
    inboxes =
        IntStream.range(0, workers)
            .mapToObj(receiver -> new Inbox(barriers, arena, workers))
            .toArray(Inbox[]::new);
    outboxes = IntStream.range(0, workers).mapToObj(this::newOutbox).toArray(Outbox[]::new);
  }

  private Outbox newOutbox(int sender) {
    return new Outbox(sender, inboxes, receiver -> open(sender, inboxes[receiver]));
  }

  private FrameWriter open(int sender, Inbox receiver) {
    var queue = new FrameQueue(barriers, arena, capacity);
    queues.incrementAndGet();
    receiver.add(sender, queue);
    return new FrameWriter(queue, receiver.sleepState());
  }

  /** Returns the queues from a worker. */
  public Outbox outbox(int worker) {
    return outboxes[worker];
  }

  /** Returns the queues into a worker. */
  public Inbox inbox(int worker) {
    return inboxes[worker];
  }

  /** Returns the bytes of all allocated queues; any thread may call it. */
  public long allocatedBytes() {
    return queues.get() * FrameQueue.bytes(capacity);
  }

  /**
   * Frees the queues and the frames in them. The workers must have ended: a later use throws {@link
   * IllegalStateException}.
   */
  @Override
  public void close() {
    Arrays.stream(inboxes).forEach(Inbox::close);
    Mappings.unmap(arena);
  }
}
