package io.ringfence.server.net;

import io.ringfence.ring.AddressSpace;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.ring.SharedField;
import io.ringfence.ring.Virtqueue;
import java.lang.foreign.MemorySegment;

/**
 * Realm code: the receive buffers taken from the ring and not yet filled, oldest first. All that a
 * frame needs are held before any is returned to the driver.
 */
final class ReceiveWindow {
  /**
   * Pieces that are taken for one frame: twice what the largest needs, were they of one byte. A
   * driver with more means to keep the device busy.
   */
  private static final int MOST_STEPS = 1 << 17;

  /**
   * Buffers that are taken before there is a frame. The driver's core wrote them last, and their
   * cache lines come together so, not one after the other.
   */
  static final int MOST_AHEAD = 32;

  private final Virtqueue queue;
  private Chain[] chains = new Chain[4];
  private int oldest; // where the chains begin, which go round
  private int count;
  private long bytes;
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
    for (int i = 0; i < frames && count < MOST_AHEAD && takeOne(); i++) {
      Chain chain = chain(count - 1);
      if (chain.writableBytes() > 0) {
        SharedField.touch(chain.address(chain.readablePieces()));
      }
    }
  }

  private boolean takeOne() {
    if (count == chains.length) {
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
    for (int i = 0; i < wider.length; i++) {
      wider[i] = i < count ? chain(i) : new Chain();
    }
    chains = wider;
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
          "receive buffers in %d pieces for one frame, with room for %d bytes; allowed are %d"
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

  int count() {
    return count;
  }

  Chain chain(int i) {
    return chains[oldest + i & chains.length - 1];
  }

  /** Whether the oldest buffer's first so many bytes lie together, at {@link #firstAddress}. */
  boolean firstInOnePiece(long wanted) {
    Chain first = chain(0);
    return first.length(first.readablePieces()) >= wanted;
  }

  long firstAddress() {
    return chain(0).address(chain(0).readablePieces());
  }

  /** Copies private bytes to an offset into the held buffers, taken as one. */
  void copyIn(long to, MemorySegment source, long from, long length) {
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
  void copyTail(Chain frame, long from) {
    long start = 0; // of the piece, within the frame
    for (int i = 0; i < frame.readablePieces(); i++) {
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
      for (int p = chain.readablePieces(); p < chain.pieces() && done < length; p++) {
        long part = Math.min(length - done, chain.length(p));
        MemorySegment.copy(AddressSpace.ALL, chain.address(p), target, done, part);
        done += part;
      }
    }
  }

  /** How many of the chains so many bytes fill; all, where they do not suffice. */
  int chainsFor(long filled) {
    long left = filled;
    int n = 0;
    while (left > 0 && n < count) {
      left -= chain(n++).writableBytes();
    }
    return n;
  }

  /** Returns the oldest n chains, filled one after the other with so many bytes, to the driver. */
  void put(int n, long filled) {
    long left = filled;
    for (int i = 0; i < n; i++) {
      Chain chain = chain(i);
      long written = Math.min(left, chain.writableBytes());
      queue.putUsed(chain, (int) written);
      left -= written;
      bytes -= chain.writableBytes();
    }
    oldest = oldest + n & chains.length - 1;
    count -= n;
  }

  /** Gives every held chain back to the ring. */
  void release() {
    while (count > 0) {
      queue.giveBack(chain(--count));
    }
    bytes = 0;
  }
}
