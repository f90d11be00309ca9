package io.ringfence.server.datapath;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.queue.Virtqueue;
import io.ringfence.server.capture.Capture;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.RingState;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.uplink.FrameSink.Outcome;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Realm code: a receive ring, into which sources and reflecting sinks put frames.
 *
 * <p>The order of calls for a frame: {@link #hold} buffers for it; write it into the buffers of
 * {@link #window}, its first buffer's num_buffers by {@link #setNumBuffers}; {@link #put} it.
 * {@link #deliver} does all of that for a frame in private memory. The caller calls {@link
 * #publish} after a burst, and {@link #settle} before the worker may sleep.
 */
public final class ReceiveRing {
  private static final int BURST = 64; // frames after which the used ring is flushed

  private final Virtqueue queue;
  private final Calls calls;
  private final Kicks kicks;
  private final VringCounters counters;
  private final ReceiveWindow window;
  private final int headerBytes;
  private final int ringSize;
  private final int mostChains; // that one frame may fill
  private final MemorySegment number = Arena.ofAuto().allocate(2, 8);
  private final Capture capture; // null if frames are not captured
  private boolean starved;
  private int unpublished;
  private int frames; // among them
  private long frameBytes;

  /**
   * Starts from a state: that of a path which this one replaces, or of a ring that nobody served.
   */
  ReceiveRing(PairSetup setup, RingState state) {
    RingSetup ring = setup.receive();
    queue = Virtqueue.resume(ring.config(), setup.memory(), state.queue());
    counters = ring.counters();
    calls = new Calls(queue, ring);
    kicks = new Kicks(queue, counters, state.kicksRequested());
    starved = state.waiting();
    window = new ReceiveWindow(queue);
    headerBytes = setup.headerBytes();
    capture = setup.capture() == null ? null : new Capture(setup.capture(), setup.headerBytes());
    ringSize = ring.config().size();
    mostChains = setup.mergeable() ? ringSize : 1;
  }

  /** Returns the buffers that are held. */
  public ReceiveWindow window() {
    return window;
  }

  /** Takes buffers for up to {@code frames} frames that follow soon. */
  public void expect(int frames) {
    kicks.suppress();
    window.expect(frames);
  }

  /**
   * Takes buffers for one frame.
   *
   * @param bytes of the frame, header included
   * @return whether the buffers that are held have room for it
   */
  public boolean hold(long bytes) {
    kicks.suppress();
    window.beginFrame();
    if (window.firstHolds(bytes)) {
      return true;
    }
    // Checks the first buffer before it takes others: each useless buffer costs one step.
    int drops = 0;
    while (dropUselessFirst() && ++drops < ringSize) {
      window.fill(headerBytes, 1);
    }
    return window.firstHolds(bytes)
        || hasUsefulFirst() && mostChains > 1 && window.fill(bytes, mostChains);
  }

  /** Returns a first buffer without room for the header (5.1.6.3) to the driver, empty. */
  private boolean dropUselessFirst() {
    if (window.count() == 0 || hasUsefulFirst()) {
      return false;
    }
    window.filled(1, 0);
    counters.add(RingCounter.DROPPED, 1);
    unpublished++;
    return true;
  }

  private boolean hasUsefulFirst() {
    return window.count() > 0 && window.chain(0).writableBytes() >= headerBytes;
  }

  /**
   * Ends a frame for which {@link #hold} found no room.
   *
   * @return NO_ROOM if the driver can still add buffers that suffice, else REFUSED
   */
  public Outcome withoutRoom() {
    starved = window.count() < mostChains && !window.holdsAll(ringSize);
    return starved ? Outcome.NO_ROOM : Outcome.REFUSED;
  }

  /**
   * Sets whether a frame waits for buffers, so that kicks are requested before the worker sleeps.
   */
  public void setStarved(boolean waits) {
    starved = waits;
  }

  /** Returns whether a frame waits for buffers. */
  public boolean starved() {
    return starved;
  }

  /**
   * Marks the oldest buffers as filled with one frame.
   *
   * @param chains buffers that the frame fills
   * @param bytes of the frame, header included
   */
  public void put(int chains, long bytes) {
    if (capture != null) {
      window.copyOut(capture.room(), bytes);
      capture.received(bytes);
    }
    window.filled(chains, bytes);
    frames++;
    frameBytes += bytes - headerBytes;
    if (++unpublished >= BURST) { // more: useless buffers count, and do not publish
      publish();
    }
  }

  /**
   * Copies a frame from private memory.
   *
   * @param frame a header as long as this ring's, then the frame
   * @return REFUSED if it is larger than all the buffers that one frame may fill
   */
  public Outcome deliver(MemorySegment frame, long bytes) {
    if (!hold(bytes)) {
      return withoutRoom();
    }
    if (window.isInOneSegment(0, bytes)) { // the common case
      MemorySegment.copy(frame, 0, AddressSpace.ALL, window.address(0), bytes);
    } else {
      window.copyIn(0, frame, 0, bytes);
    }
    int chains = window.chainsFor(bytes);
    setNumBuffers(chains);
    put(chains, bytes);
    return Outcome.SENT;
  }

  /** Writes num_buffers into the first held buffer, which a frame was written to. */
  public void setNumBuffers(int chains) {
    if (headerBytes != NetHeader.FULL_BYTES) {
      return;
    }
    if (window.isInOneSegment(0, headerBytes)) {
      long field = window.address(0) + NetHeader.NUM_BUFFERS;
      AddressSpace.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, field, (short) chains);
    } else {
      number.set(ValueLayout.JAVA_SHORT, 0, (short) chains);
      window.chain(0).copyIn(NetHeader.NUM_BUFFERS, number, 0, 2);
    }
  }

  /** Counts a frame that was lost before it reached a buffer. */
  public void countDropped() {
    counters.add(RingCounter.DROPPED, 1);
  }

  /** Returns the buffers that one frame may fill empty, for a frame that does not fit into them. */
  public void dropHeld() {
    window.filled(Math.min(window.count(), mostChains), 0);
    counters.add(RingCounter.DROPPED, 1);
    unpublished++;
  }

  /** Flushes the used ring, and signals the driver if it seems to want that. */
  public void publish() {
    if (unpublished > 0) {
      unpublished = 0;
      count();
      window.returnFilled();
      queue.publish();
      calls.published();
    }
  }

  private void count() {
    counters.add(RingCounter.BYTES, frameBytes);
    counters.add(RingCounter.FRAMES, frames); // last: readers that wait for it then read the others
    frames = 0;
    frameBytes = 0;
  }

  /** Ends a run of bursts: decides on the interrupt with a full fence. */
  public void settle() {
    calls.settle();
  }

  /** Returns the descriptors that were walked to take buffers since the last call. */
  public int takeSteps() {
    return window.takeSteps();
  }

  /** Requests kicks before the worker sleeps; returns whether buffers are already available. */
  boolean rest() {
    return kicks.request();
  }

  void stop() {
    window.release();
    publish();
    settle();
  }

  boolean kickOwed() {
    return kicks.owed();
  }

  boolean callOwed() {
    return queue.owesInterrupt();
  }

  RingState state() {
    return new RingState(queue.state(), kicks.requested(), starved);
  }
}
