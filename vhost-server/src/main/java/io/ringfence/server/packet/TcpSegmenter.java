package io.ringfence.server.packet;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Cuts a TCP segment that is larger than its connection allows into ones that are not, as a network
 * card does: headers are repeated, lengths, identification, sequence number, flags and checksums
 * are each segment's own.
 */
final class TcpSegmenter {
  private static final ValueLayout.OfInt SEQUENCE =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final int MOST_IP_BYTES = 65_535;
  private static final int MOST_SEGMENTS = 2048; // Linux cuts no smaller than 48 bytes
  private static final int TCP_BYTES = 20;
  private static final int TCP_SEQUENCE = 4;
  private static final int TCP_LENGTH = 12;
  private static final int TCP_FLAGS = 13;
  private static final int TCP_CHECKSUM = 16;
  private static final int FIN_PSH = 0x09;
  private static final int CWR = 0x80;
  private static final int IPV4_LENGTH = 2;
  private static final int IPV4_ID = 4;
  private static final int IPV4_CHECKSUM = 10;
  private static final int IPV6_LENGTH = 4;

  private final FrameLayout layout = new FrameLayout();
  private MemorySegment frame;
  private long frameBytes;
  private int segmentBytes;
  private int headerBytes;
  private int addressSum;
  private long done; // bytes of payload in segments so far
  private int count;

  /**
   * Returns whether a frame can be segmented as its virtio-net header requests.
   *
   * @param header a {@linkplain NetHeader#isSound sound} one that asks for segmentation
   * @param head the first bytes of the frame: its headers, and more if there is more
   * @param bytes how many of them there are
   * @param frameBytes of the whole frame
   */
  boolean fits(MemorySegment header, MemorySegment head, long bytes, long frameBytes) {
    if (!layout.find(head, bytes)
        || layout.isIpv6() != (NetHeader.segmentation(header) == NetHeader.TCP6)
        || layout.protocol() != FrameLayout.TCP
        || layout.isFragment()
        || layout.transport() + TCP_BYTES > bytes) {
      return false;
    }
    int tcpBytes = (FrameLayout.u8(head, layout.transport() + TCP_LENGTH) >> 4) * 4;
    headerBytes = layout.transport() + tcpBytes;
    int uncounted = layout.network() + (layout.isIpv6() ? FrameLayout.IPV6_BYTES : 0);
    return tcpBytes >= TCP_BYTES
        && headerBytes <= bytes
        && frameBytes - uncounted <= MOST_IP_BYTES
        && frameBytes - headerBytes <= (long) MOST_SEGMENTS * NetHeader.segmentBytes(header)
        && NetHeader.checksumStart(header) == layout.transport()
        && NetHeader.checksumField(header) == layout.transport() + TCP_CHECKSUM;
  }

  /**
   * Begins with a frame that {@linkplain #fits fits}, all of which is there.
   *
   * @return false where it is one segment as it is
   */
  boolean begin(MemorySegment header, MemorySegment whole, long bytes) {
    frame = whole;
    frameBytes = bytes;
    segmentBytes = NetHeader.segmentBytes(header);
    done = 0;
    count = 0;
    // The field holds the sum of the addresses, the protocol and the length of the whole.
    int sum = FrameLayout.u16(whole, layout.transport() + TCP_CHECKSUM);
    addressSum = Checksum.without(sum, Checksum.fold(bytes - layout.transport()));
    return bytes - headerBytes > segmentBytes;
  }

  boolean hasNext() {
    return headerBytes + done < frameBytes;
  }

  /**
   * Makes the next segment.
   *
   * @param at where in {@code out}
   * @return its bytes
   */
  long next(MemorySegment out, long at) {
    long payload = Math.min(segmentBytes, frameBytes - headerBytes - done);
    MemorySegment.copy(frame, 0, out, at, headerBytes);
    MemorySegment.copy(frame, headerBytes + done, out, at + headerBytes, payload);
    long bytes = headerBytes + payload;
    boolean last = headerBytes + done + payload == frameBytes;
    patchNetwork(out, at + layout.network(), bytes - layout.network());
    patchTransport(out, at + layout.transport(), bytes - layout.transport(), last);
    done += payload;
    count++;
    return bytes;
  }

  private void patchNetwork(MemorySegment out, long at, long bytes) {
    if (layout.isIpv6()) {
      FrameLayout.setU16(out, at + IPV6_LENGTH, (int) bytes - FrameLayout.IPV6_BYTES);
      return;
    }
    FrameLayout.setU16(out, at + IPV4_LENGTH, (int) bytes);
    FrameLayout.setU16(out, at + IPV4_ID, FrameLayout.u16(out, at + IPV4_ID) + count);
    FrameLayout.setU16(out, at + IPV4_CHECKSUM, 0);
    int sum = Checksum.sum(out, at, layout.transport() - layout.network());
    FrameLayout.setU16(out, at + IPV4_CHECKSUM, ~sum);
  }

  private void patchTransport(MemorySegment out, long at, long bytes, boolean last) {
    out.set(SEQUENCE, at + TCP_SEQUENCE, out.get(SEQUENCE, at + TCP_SEQUENCE) + (int) done);
    int flags = FrameLayout.u8(out, at + TCP_FLAGS);
    flags &= last ? ~0 : ~FIN_PSH;
    flags &= count == 0 ? ~0 : ~CWR;
    out.set(ValueLayout.JAVA_BYTE, at + TCP_FLAGS, (byte) flags);
    FrameLayout.setU16(out, at + TCP_CHECKSUM, 0);
    long sum = (long) addressSum + Checksum.fold(bytes) + Checksum.sum(out, at, bytes);
    FrameLayout.setU16(out, at + TCP_CHECKSUM, Checksum.of(Checksum.fold(sum)));
  }
}
