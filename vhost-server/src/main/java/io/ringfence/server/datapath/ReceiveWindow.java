package io.ringfence.server.datapath;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.queue.Virtqueue;
import java.lang.foreign.MemorySegment;

/**
 * Realm code: the receive buffers taken from the ring, oldest first: those that are filled, and are
 * returned to the driver together, then those that are held for frames to come. All that a frame
 * needs are held before any is filled.
 */
public final class ReceiveWindow {
  /**
   * Segments that are taken for one frame: twice what the largest needs, were they of one byte. A
   * driver with more means to keep the device busy.
   */
  private static final int MOST_STEPS = 1 << 17;

  /**
   * Buffers that are taken before there is a frame. The driver's core wrote their descriptors last,
   * whose cache lines come together so, not one after the other.
   */
  public static final int MOST_AHEAD = 32;

  private final Virtqueue queue;
  private Chain[] chains = new Chain[4];
  private int[] written = new int[4]; // bytes, of each that is filled
  private int oldest; // where the chains begin, which go round: first those filled, then those held
  private int filled;
  private int count; // of those held
  private long bytes; // that they hold
  private int steps; // since it was last asked
  private int frameSteps; // for the frame that buffers are taken for

  ReceiveWindow(Virtqueue queue) {
    this.queue = queue;
    for (int i = 0; i < chains.length; i++) {
      chains[i] = new Chain();
    }
  }

  /** Begins to take buffers for another frame. */
  void beginFrame() {
    frameSteps = 0;
  }

  /** Takes buffers for so many frames that will come soon, while few are held. */
  void expect(int frames) {
    int taken = 0;
    while (taken < frames && count < MOST_AHEAD && takeOne()) {
      taken++;
    }
  }

  private boolean takeOne() {
    if (filled + count == chains.length) {
      widen();
    }
    Chain chain = chain(count);
    if (!queue.take(chain)) {
      return false;
    }
    bytes += chain.writableBytes();
    steps += chain.steps();
    frameSteps += chain.steps();
    count++;
    return true;
  }

  private void widen() {
    Chain[] wider = new Chain[2 * chains.length];
    int[] widerWritten = new int[wider.length];
    for (int i = 0; i < wider.length; i++) {
      wider[i] = i < chains.length ? chains[slot(i)] : new Chain();
      widerWritten[i] = i < filled ? written[slot(i)] : 0;
    }
    chains = wider;
    written = widerWritten;
    oldest = 0;
  }

  /**
   * Takes buffers until they hold so many bytes, or so many chains are held.
   *
   * @return whether they hold the bytes
   */
  boolean fill(long wanted, int mostChains) {
    while (bytes < wanted && count < mostChains && takeOne()) {
      checkSteps();
    }
    return bytes >= wanted;
  }

  /** Takes a buffer if none is held; says whether the oldest alone holds so many bytes. */
  boolean firstHolds(long wanted) {
    return fill(1, 1) && chain(0).writableBytes() >= wanted;
  }

  private void checkSteps() {
    if (frameSteps > MOST_STEPS) {
      throw new BrokenRingException(
          "receive buffers in %d segments for one frame, with room for %d bytes; allowed are %d"
              .formatted(frameSteps, bytes, MOST_STEPS));
    }
  }

  /** Whether all of a ring's descriptors are held, so that the driver can add no buffer. */
  boolean holdsAll(int ringSize) {
    int descriptors = 0;
    for (int i = 0; i < count; i++) {
      descriptors += chain(i).descriptors();
    }
    return descriptors >= ringSize;
  }

  /** What it cost to take buffers since this was last asked, in descriptors. */
  int takeSteps() {
    int taken = steps;
    steps = 0;
    return taken;
  }

  public int count() {
    return count;
  }

  /** A chain that is held, by its age. */
  public Chain chain(int i) {
    return chains[slot(filled + i)];
  }

  private int slot(int i) {
    return oldest + i & chains.length - 1;
  }

  /** How many of the oldest buffers, up to {@code most}, each hold so many bytes together. */
  public int inOneSegment(int most, long wanted) {
    int end = Math.min(most, count);
    int n = 0;
    while (n < end && isInOneSegment(n, wanted)) {
      n++;
    }
    return n;
  }

  /** Whether held buffer i's first so many bytes lie together, at {@link #address}. */
  boolean isInOneSegment(int i, long wanted) {
    Chain chain = chain(i);
    return chain.writableBytes() >= wanted && chain.length(chain.readableSegments()) >= wanted;
  }

  public long address(int i) {
    Chain chain = chain(i);
    return chain.address(chain.readableSegments());
  }

  /** Copies private bytes to an offset into the held buffers, taken as one. */
  public void copyIn(long to, MemorySegment source, long from, long length) {
    long at = to;
    long done = 0;
    for (int i = 0; done < length; i++) {
      long room = chain(i).writableBytes();
      if (at >= room) {
        at -= room;
        continue;
      }
      long part = Math.min(length - done, room - at);
      chain(i).copyIn(at, source, from + done, part);
      done += part;
      at = 0;
    }
  }

  /** Copies a frame's readable bytes from an offset to its end, to the same offset. */
  public void copyTail(Chain frame, long from) {
    long start = 0; // of the segment, within the frame
    for (int i = 0; i < frame.readableSegments(); i++) {
      long skip = Math.max(0, from - start);
      long length = frame.length(i) - skip;
      if (length > 0) {
        copyIn(start + skip, AddressSpace.ALL, frame.address(i) + skip, length);
      }
      start += frame.length(i);
    }
  }

  /** Copies the first bytes of the held buffers to private memory. */
  void copyOut(MemorySegment target, long length) {
    long done = 0;
    for (int i = 0; done < length; i++) {
      Chain chain = chain(i);
      for (int p = chain.readableSegments(); p < chain.segments() && done < length; p++) {
        long part = Math.min(length - done, chain.length(p));
        MemorySegment.copy(AddressSpace.ALL, chain.address(p), target, done, part);
        done += part;
      }
    }
  }

  /** How many of the chains so many bytes fill; all, where they do not suffice. */
  public int chainsFor(long filled) {
    long left = filled;
    int n = 0;
    while (left > 0 && n < count) {
      left -= chain(n++).writableBytes();
    }
    return n;
  }

  /** Says that the oldest n chains are filled, one after the other, with so many bytes. */
  void filled(int n, long total) {
    long left = total;
    for (int i = 0; i < n; i++) {
      int slot = slot(filled++);
      long room = chains[slot].writableBytes();
      written[slot] = (int) Math.min(left, room);
      left -= written[slot];
      bytes -= room;
    }
    count -= n;
  }

  /** Returns the chains that are filled to the driver. */
  void returnFilled() {
    for (int i = 0; i < filled; i++) {
      queue.putUsed(chains[slot(i)], written[slot(i)]);
    }
    oldest = slot(filled);
    filled = 0;
  }

  /** Gives every held chain back to the ring. */
  public void release() {
    while (count > 0) {
      queue.giveBack(chain(--count));
    }
    bytes = 0;
  }
}
