package io.ringfence.server.packet;

import io.ringfence.ring.Chain;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Does in software what a driver left to its device: a frame that needs a checksum, or is to be cut
 * into segments, becomes one frame or several that need nothing more. All of it is done on a copy,
 * which the driver cannot change in between.
 *
 * <p>{@link #begin}, then, while {@link #length} is not 0, the frame at {@link #frameAt} of {@link
 * #bytes}, and {@link #advance}.
 */
public final class FrameFinisher {
  /** The largest IP packet, an Ethernet header, two VLAN tags, and IPv6's header, uncounted. */
  public static final int LARGEST_FRAME = 65_535 + 14 + 8 + 40;

  private static final int HEADROOM = 16; // for a virtio-net header of zeros

  private final TcpSegmenter segmenter = new TcpSegmenter();
  private final MemorySegment header = Arena.ofAuto().allocate(HEADROOM, 8);
  private final MemorySegment whole = Arena.ofAuto().allocate(LARGEST_FRAME, 8);
  private final MemorySegment finished = Arena.ofAuto().allocate(HEADROOM + LARGEST_FRAME, 8);
  private boolean cutting;
  private long length;

  /** For one thread. */
  public FrameFinisher() {}

  /**
   * Whether a frame's header asks for what can be done to it.
   *
   * @param head the first bytes of the frame: its headers, and more if there is more
   * @param headBytes how many of them there are
   * @param frameBytes of the whole frame
   */
  public boolean isSound(
      MemorySegment netHeader, MemorySegment head, long headBytes, long frameBytes) {
    return NetHeader.isSound(netHeader, frameBytes)
        && (NetHeader.segmentation(netHeader) == 0
            || segmenter.fits(netHeader, head, headBytes, frameBytes));
  }

  /**
   * Takes a copy of a frame.
   *
   * @param chain readable bytes: header, then frame
   * @return false where its header asks for what cannot be done to it, and where it is larger than
   *     an IP packet can be
   */
  public boolean begin(Chain chain, int headerBytes) {
    length = 0;
    cutting = false;
    long bytes = chain.readableBytes() - headerBytes;
    if (bytes > LARGEST_FRAME) {
      return false;
    }
    chain.copyOut(0, header, 0, headerBytes);
    chain.copyOut(headerBytes, whole, 0, bytes);
    return begin(bytes);
  }

  /** As the other, for a frame in memory of ours. */
  public boolean begin(MemorySegment netHeader, MemorySegment frame) {
    length = 0;
    cutting = false;
    if (frame.byteSize() > LARGEST_FRAME) {
      return false;
    }
    MemorySegment.copy(netHeader, 0, header, 0, netHeader.byteSize());
    MemorySegment.copy(frame, 0, whole, 0, frame.byteSize());
    return begin(frame.byteSize());
  }

  private boolean begin(long bytes) {
    if (!isSound(header, whole, bytes, bytes)) {
      return false;
    }
    cutting = NetHeader.segmentation(header) != 0 && segmenter.begin(header, whole, bytes);
    if (cutting) {
      advance();
    } else {
      MemorySegment.copy(whole, 0, finished, HEADROOM, bytes);
      length = bytes;
      complete(bytes);
    }
    return true;
  }

  /** The field holds the sum of what the driver knew; the device adds the bytes (5.1.6.2). */
  private void complete(long bytes) {
    if (NetHeader.needsChecksum(header)) {
      int start = NetHeader.checksumStart(header);
      int sum = Checksum.sum(finished, HEADROOM + start, bytes - start);
      long at = HEADROOM + NetHeader.checksumField(header);
      FrameLayout.setU16(finished, at, Checksum.of(sum));
    }
  }

  /** Where the finished frame is; before it there is room for a header, which is zero. */
  public MemorySegment bytes() {
    return finished;
  }

  /** Bytes from the start of {@link #bytes} to the frame. */
  public long frameAt() {
    return HEADROOM;
  }

  /** Returns the bytes of the finished frame; 0 if there is none left. */
  public long length() {
    return length;
  }

  /** Goes on to the next frame. */
  public void advance() {
    length = cutting && segmenter.hasNext() ? segmenter.next(finished, HEADROOM) : 0;
  }

  /** Forgets the rest. */
  public void drop() {
    length = 0;
  }
}
