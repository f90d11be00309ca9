package io.ringfence.server.net;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.Chain;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.Virtqueue;
import io.ringfence.server.uplink.FrameSink.Outcome;
import io.ringfence.server.uplink.TapPort;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Realm code: frames into a receive ring, from another ring or from a TAP. */
final class ReceivePath {
  private static final int ADDRESSES_BYTES = 12; // destination and source
  private static final int BURST = 64; // frames after which the driver is shown what it has got
  private static final ValueLayout.OfLong NUMBER =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final Virtqueue queue;
  private final Calls calls;
  private final VringCounters counters;
  private final ReceiveWindow window;
  private final int headerBytes;
  private final int ringSize;
  private final int mostChains; // that one frame may fill
  private final MemorySegment scratch = Arena.ofAuto().allocate(64, 8);
  private final Capture capture; // null where frames are not captured
  private boolean kicksRequested = true;
  private boolean starved;
  private int unpublished;
  private int frames; // among them
  private long frameBytes;

  ReceivePath(PairSetup setup) {
    RingSetup ring = setup.receive();
    queue = Virtqueue.start(ring.config(), setup.memory(), ring.position());
    counters = ring.counters();
    calls = new Calls(queue, ring);
    window = new ReceiveWindow(queue);
    headerBytes = setup.headerBytes();
    capture = setup.capture() == null ? null : new Capture(setup.capture(), setup.headerBytes());
    ringSize = ring.config().size();
    mostChains = setup.mergeable() ? ringSize : 1;
  }

  /**
   * Copies a frame out of a transmit ring into buffers of this one, source and destination address
   * exchanged.
   *
   * @param frame readable bytes: a header as long as this ring's, then the frame
   */
  Outcome reflect(Chain frame) {
    long bytes = frame.readableBytes();
    if (!hold(bytes)) {
      return withoutRoom();
    }
    starved = false;
    if (Reflection.copy(frame, window.chain(0), headerBytes)) {
      put(1, bytes);
      return Outcome.SENT;
    }
    exchangeAddresses(frame);
    clearHeader();
    fill(scratch, headerBytes + ADDRESSES_BYTES, frame);
    return Outcome.SENT;
  }

  /**
   * As {@link #reflect} for several, as far as each lies in one piece and finds its place in one
   * piece of a buffer that is held. As in {@link #deliverCopies}, the loop that copies stores
   * nothing else.
   *
   * @return how many of the first
   */
  int reflectTogether(Chain[] sent, int first, int count) {
    int most = Math.min(count, window.count());
    int copied = 0;
    while (copied < most
        && Reflection.copy(sent[first + copied], window.chain(copied), headerBytes)) {
      copied++;
    }
    for (int i = 0; i < copied; i++) {
      put(1, sent[first + i].readableBytes());
    }
    starved &= copied == 0;
    return copied;
  }

  /**
   * Copies a frame out of a transmit ring, its beginning taken from elsewhere.
   *
   * @param head private memory: a header as long as this ring's, and more of the frame
   */
  Outcome reflect(Chain frame, MemorySegment head, long headBytes) {
    if (!hold(frame.readableBytes())) {
      return withoutRoom();
    }
    starved = false;
    fill(head, headBytes, frame);
    return Outcome.SENT;
  }

  private Outcome withoutRoom() {
    publish(); // what was dropped on the way
    starved = mayGrow();
    return starved ? Outcome.NO_ROOM : Outcome.REFUSED;
  }

  private void fill(MemorySegment head, long headBytes, Chain frame) {
    long bytes = frame.readableBytes();
    int chains = window.chainsFor(bytes);
    if (headerBytes == NetHeader.FULL_BYTES) {
      head.set(ValueLayout.JAVA_SHORT, NetHeader.NUM_BUFFERS, (short) chains);
    }
    window.copyIn(0, head, 0, headBytes);
    window.copyTail(frame, headBytes);
    put(chains, bytes);
  }

  /** Takes buffers for so many frames that will come soon, as far as there are any. */
  void expect(int frames) {
    suppressKicks();
    window.expect(frames);
  }

  private void suppressKicks() {
    if (kicksRequested) {
      queue.suppressKicks();
      kicksRequested = false;
    }
  }

  /** Takes buffers for so many bytes, header included. */
  private boolean hold(long bytes) {
    suppressKicks();
    window.beginFrame();
    if (window.firstHolds(bytes)) {
      return true;
    }
    // The first is judged before others are taken: however many are useless, each costs one step.
    int drops = 0;
    while (dropUselessFirst() && ++drops < ringSize) {
      window.fill(headerBytes, 1);
    }
    return window.firstHolds(bytes)
        || hasUsefulFirst() && mostChains > 1 && window.fill(bytes, mostChains);
  }

  /** A first buffer without room for the header (5.1.6.3) is returned empty. */
  private boolean dropUselessFirst() {
    if (window.count() == 0 || hasUsefulFirst()) {
      return false;
    }
    window.filled(1, 0);
    counters.dropped.add(1);
    unpublished++;
    return true;
  }

  private boolean hasUsefulFirst() {
    return window.count() > 0 && window.chain(0).writableBytes() >= headerBytes;
  }

  /** Whether the driver could add to the buffers that did not suffice for a frame. */
  private boolean mayGrow() {
    return window.count() < mostChains && !window.holdsAll(ringSize);
  }

  /** What it cost to take buffers since this was last asked, in descriptors. */
  int takeSteps() {
    return window.takeSteps();
  }

  private void exchangeAddresses(Chain frame) {
    frame.copyOut(headerBytes, scratch, headerBytes + 6, 6);
    frame.copyOut(headerBytes + 6, scratch, headerBytes, 6);
  }

  private void clearHeader() {
    scratch.set(ValueLayout.JAVA_LONG, 0, 0);
    scratch.set(ValueLayout.JAVA_SHORT, 8, (short) 0);
  }

  private void put(int chains, long bytes) {
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

  /** Shows the driver what it has got, and signals it if it seems to want that. */
  void publish() {
    if (unpublished > 0) {
      unpublished = 0;
      count();
      window.returnFilled();
      queue.publish();
      calls.published();
    }
  }

  /** Ends a run of bursts: signals the driver if it wants that, which is certain now. */
  void settle() {
    calls.settle();
  }

  private void count() {
    counters.bytes.add(frameBytes);
    counters.frames.add(frames); // last: whoever waits for it looks at the others then
    frames = 0;
    frameBytes = 0;
  }

  /** Reads frames from a TAP, straight into the buffers where they hold the largest frame. */
  int pull(TapPort tap, int budget) {
    starved = false;
    int most = tap.isLost() ? 0 : budget;
    int frames = 0;
    while (frames < most && pullOne(tap)) {
      frames++;
    }
    publish();
    settle();
    return frames;
  }

  private boolean pullOne(TapPort tap) {
    if (tap.pendingBytes() > 0) {
      return deliverPending(tap);
    }
    boolean direct = hold(TapPort.LARGEST_FRAME) && offerAll(tap);
    if (window.count() == 0) {
      starved = true; // what there may be waits in the TAP
      return false;
    }
    if (!direct) {
      return tap.readPending() > 0 && deliverPending(tap);
    }
    long bytes = tap.readDirect();
    if (bytes <= 0) {
      return false;
    }
    int chains = window.chainsFor(bytes);
    patchNumBuffers(chains);
    put(chains, bytes);
    return true;
  }

  private boolean offerAll(TapPort tap) {
    tap.beginRead();
    for (int i = 0; i < window.count(); i++) {
      if (!tap.addTarget(window.chain(i))) {
        return false;
      }
    }
    return true;
  }

  /** Copies a frame that was read before there was room for it. */
  private boolean deliverPending(TapPort tap) {
    Outcome outcome = deliver(tap.pending(), tap.pendingBytes());
    if (outcome == Outcome.NO_ROOM) {
      return false;
    }
    if (outcome == Outcome.REFUSED) {
      counters.dropped.add(1);
    }
    tap.clearPending();
    return true;
  }

  /**
   * Copies a frame of ours.
   *
   * @param frame a header as long as this ring's, then the frame
   * @return REFUSED where it is larger than all the buffers that one frame may fill
   */
  Outcome deliver(MemorySegment frame, long bytes) {
    if (!hold(bytes)) {
      starved = mayGrow();
      return starved ? Outcome.NO_ROOM : Outcome.REFUSED;
    }
    if (window.isInOnePiece(0, bytes)) { // as most are
      MemorySegment.copy(frame, 0, AddressSpace.ALL, window.address(0), bytes);
    } else {
      window.copyIn(0, frame, 0, bytes);
    }
    int chains = window.chainsFor(bytes);
    patchNumBuffers(chains);
    put(chains, bytes);
    return Outcome.SENT;
  }

  /**
   * Copies a frame of ours into the oldest held buffers, as long as each of them has room for all
   * of it in one piece.
   *
   * <p>A loop that stores nothing but what the driver will read: a store waits in the CPU until all
   * before it have reached their cache lines, so that every other one between would keep the next
   * frame's from setting out.
   *
   * @param frame a header as long as this ring's, for one buffer, then the frame
   * @param numberAt where in it each copy has its number, the first {@code number}
   * @return how many
   */
  int deliverCopies(MemorySegment frame, int most, long numberAt, long number) {
    long bytes = frame.byteSize();
    int copies = window.inOnePiece(most, bytes);
    for (int i = 0; i < copies; i++) {
      long at = window.address(i);
      MemorySegment.copy(frame, 0, AddressSpace.ALL, at, bytes);
      AddressSpace.ALL.set(NUMBER, at + numberAt, number + i);
    }
    for (int i = 0; i < copies; i++) {
      put(1, bytes);
    }
    return copies;
  }

  /** No frame waits for buffers any more. */
  void fed() {
    starved = false;
  }

  /** Returns what one frame may fill empty: a frame that does not fit is lost, and they with it. */
  void dropHeld() {
    window.filled(Math.min(window.count(), mostChains), 0);
    counters.dropped.add(1);
    unpublished++;
  }

  /**
   * Ends a burst of generated frames, of which there is always one more to come.
   *
   * @param more whether there may be buffers for it, which then wait in the ring: who asks for
   *     kicks must find them there
   */
  void endGenerated(boolean more) {
    if (more) {
      window.release();
    }
    publish();
    settle();
    starved = true;
  }

  private void patchNumBuffers(int chains) {
    if (headerBytes != NetHeader.FULL_BYTES) {
      return;
    }
    if (window.isInOnePiece(0, headerBytes)) {
      long field = window.address(0) + NetHeader.NUM_BUFFERS;
      AddressSpace.ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, field, (short) chains);
    } else {
      scratch.set(ValueLayout.JAVA_SHORT, 0, (short) chains);
      window.chain(0).copyIn(NetHeader.NUM_BUFFERS, scratch, 0, 2);
    }
  }

  /** Whether a frame waits for buffers. */
  boolean starved() {
    return starved;
  }

  boolean rest() {
    kicksRequested = true;
    boolean more = queue.requestKicks();
    if (more) {
      counters.rechecksFoundWork.add(1);
    }
    return more;
  }

  void stop() {
    window.release();
    publish();
    settle();
  }

  boolean kickOwed() {
    return kicksRequested && queue.hasAvailable();
  }

  boolean callOwed() {
    return queue.owesInterrupt();
  }

  RingPosition position() {
    return queue.position();
  }
}
