package io.ringfence.server.datapath;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.queue.Virtqueue;
import java.lang.foreign.MemorySegment;

/**
 * Realm code: the receive buffers taken from the ring, oldest first. Filled buffers come first and
 * are returned to the driver together. Held buffers for later frames follow. All buffers of a frame
 * are held before the first of them is filled.
 */
public final class ReceiveWindow {
  /**
   * The most segments for one frame: twice what the largest frame needs in segments of one byte. A
   * driver with more segments keeps the device busy on purpose.
   */
  private static final int MOST_STEPS = 1 << 17;

  /**
   * The most buffers that are taken ahead of frames. The driver's core wrote their descriptors
   * last. If they are taken together, the loads of their cache lines overlap.
   */
  public static final int MOST_AHEAD = 32;

  private final Virtqueue queue;
  private Chain[] chains = new Chain[4];
  private int[] written = new int[4]; // bytes in each filled buffer
  private int oldest; // slot of the oldest chain; the array is circular: filled chains, then held
  private int filled;
  private int count; // of held chains
  private long bytes; // capacity of held chains
  private int steps; // since the last takeSteps
  private int frameSteps; // for the current frame

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

  /** Takes buffers for up to {@code frames} frames that follow soon, if few are held. */
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
   * Takes buffers until they have room for {@code wanted} bytes or {@code mostChains} chains are
   * held.
   *
   * @return whether they have room for the bytes
   */
  boolean fill(long wanted, int mostChains) {
    while (bytes < wanted && count < mostChains && takeOne()) {
      checkSteps();
    }
    return bytes >= wanted;
  }

  /** Takes a buffer if none is held; returns whether the oldest alone has room for the bytes. */
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

  /** Returns whether all of a ring's descriptors are held, so the driver can add no buffer. */
  boolean holdsAll(int ringSize) {
    int descriptors = 0;
    for (int i = 0; i < count; i++) {
      descriptors += chain(i).descriptors();
    }
    return descriptors >= ringSize;
  }

  /** Returns the descriptors that were walked to take buffers since the last call. */
  int takeSteps() {
    int taken = steps;
    steps = 0;
    return taken;
  }

  public int count() {
    return count;
  }

  /** Returns held chain i; 0 is the oldest. */
  public Chain chain(int i) {
    return chains[slot(filled + i)];
  }

  private int slot(int i) {
    return oldest + i & chains.length - 1;
  }

  /**
   * Returns the number of the oldest buffers, up to {@code most}, that each have room for the bytes
   * in one segment.
   */
  public int inOneSegment(int most, long wanted) {
    int end = Math.min(most, count);
    int n = 0;
    while (n < end && isInOneSegment(n, wanted)) {
      n++;
    }
    return n;
  }

  /** Returns whether held buffer i has its first bytes in one segment, at {@link #address}. */
  boolean isInOneSegment(int i, long wanted) {
    Chain chain = chain(i);
    return chain.writableBytes() >= wanted && chain.length(chain.readableSegments()) >= wanted;
  }

  public long address(int i) {
    Chain chain = chain(i);
    return chain.address(chain.readableSegments());
  }

  /** Copies private bytes to an offset in the concatenation of the held buffers. */
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

  /** Copies a frame's readable bytes from an offset on to the same offset in the held buffers. */
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

  /** Returns how many held chains the bytes fill; all of them if they are too few. */
  public int chainsFor(long filled) {
    long left = filled;
    int n = 0;
    while (left > 0 && n < count) {
      left -= chain(n++).writableBytes();
    }
    return n;
  }

  /** Marks the oldest n chains as filled, one after the other, with {@code total} bytes. */
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

  /** Returns the filled chains to the driver. */
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
