package io.ringfence.server.crossing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Every fence and every ordered access of this package, a method for each obligation.
 *
 * <p>Sender and receiver are two workers of this daemon. No guest sees these points, so they do not
 * follow the barrier policy: they use acquire, release and full fences under every policy. Q points
 * are publications, which cannot fail on x86-64. W points are store-load points, which can.
 *
 * <p>The methods are not static, so that a test can omit W1 or W2 and show that wake-ups are lost.
 * Only tests have a subclass.
 */
class CrossingBarriers {
  /** The daemon's instance, with all barriers. */
  static final CrossingBarriers ALL = new CrossingBarriers();

  private static final VarHandle POSITION =
      ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
  private static final VarHandle SLEEP_STATE =
      ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
  private static final VarHandle QUEUE =
      MethodHandles.arrayElementVarHandle(FrameQueue[].class).withInvokeExactBehavior();

  // ---- the records of a queue -------------------------------------------------------------------

  /**
   * Q1. Writes tail.
   *
   * <p>Ordering: the records before tail.<br>
   * Pairs with: Q2.<br>
   * Without it: the receiver delivers a frame before it is written.
   */
  final void publishTail(MemorySegment queue, long position) {
    POSITION.setRelease(queue, RecordLayout.TAIL, position);
  }

  /**
   * Q2. Reads tail.
   *
   * <p>Ordering: tail before the records.<br>
   * Pairs with: Q1.<br>
   * Without it: the receiver delivers bytes of an earlier frame.
   */
  final long observeTail(MemorySegment queue) {
    return (long) POSITION.getAcquire(queue, RecordLayout.TAIL);
  }

  /**
   * Q3. Writes head.
   *
   * <p>Ordering: reads of the records before head.<br>
   * Pairs with: Q4.<br>
   * Without it: a later frame overwrites one that is being copied into a receive buffer.
   */
  final void releaseHead(MemorySegment queue, long position) {
    POSITION.setRelease(queue, RecordLayout.HEAD, position);
  }

  /**
   * Q4. Reads head.
   *
   * <p>Ordering: head before writes of records in the space that it frees.<br>
   * Pairs with: Q3.<br>
   * Without it: as at Q3.
   */
  final long observeHead(MemorySegment queue) {
    return (long) POSITION.getAcquire(queue, RecordLayout.HEAD);
  }

  /**
   * Q5. Makes a new queue known to its receiver.
   *
   * <p>Ordering: the queue's fields and its zeroed positions before the reference.<br>
   * Pairs with: Q6.<br>
   * Without it: the receiver uses an object that is not initialised.
   */
  final void publishQueue(FrameQueue[] queues, int sender, FrameQueue queue) {
    QUEUE.setRelease(queues, sender, queue);
  }

  /**
   * Q6. Reads the queue of a sender; null before its first use.
   *
   * <p>Ordering: the reference before the queue's fields and positions.<br>
   * Pairs with: Q5.<br>
   * Without it: as at Q5.
   */
  final FrameQueue observeQueue(FrameQueue[] queues, int sender) {
    return (FrameQueue) QUEUE.getAcquire(queues, sender);
  }

  // ---- the wake-up of a receiver ----------------------------------------------------------------

  /**
   * W1. Decides, after {@link #publishTail}, whether this sender must signal the receiver. At most
   * one sender gets true for each {@link #announceSleep}.
   *
   * <p>Ordering: the store of tail (and Q5's, if the queue is new) before the load of the sleep
   * state.<br>
   * Pairs with: W2.<br>
   * Without it: the sender sees a receiver that is awake, the receiver sees an empty queue; a lost
   * wake-up, and the frame waits until something else wakes the receiver.
   */
  final boolean claimWakeUp(MemorySegment sleepState) {
    fenceAtW1();
    return (int) SLEEP_STATE.getOpaque(sleepState, 0L) == SleepState.ASLEEP
        && SLEEP_STATE.compareAndSet(sleepState, 0L, SleepState.ASLEEP, SleepState.AWAKE);
  }

  /**
   * W2. Announces that the receiver is about to sleep. The receiver then reads tail of every queue
   * once more ({@link #observeQueue}, {@link #observeTail}).
   *
   * <p>Ordering: the store of the sleep state before those loads.<br>
   * Pairs with: W1.<br>
   * Without it: as at W1.
   */
  final void announceSleep(MemorySegment sleepState) {
    SLEEP_STATE.setOpaque(sleepState, 0L, SleepState.ASLEEP);
    fenceAtW2();
  }

  /**
   * Ends an announcement. It needs no order: a sender that still sees the receiver asleep signals
   * once more, and the receiver's next sleep ends early.
   */
  final void endSleep(MemorySegment sleepState) {
    SLEEP_STATE.setOpaque(sleepState, 0L, SleepState.AWAKE);
  }

  /** Overridden in tests only. */
  void fenceAtW1() {
    VarHandle.fullFence();
  }

  /** Overridden in tests only. */
  void fenceAtW2() {
    VarHandle.fullFence();
  }
}
