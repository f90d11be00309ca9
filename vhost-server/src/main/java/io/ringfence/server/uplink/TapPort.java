package io.ringfence.server.uplink;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.server.os.Errno;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Tap;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One queue of a TAP interface. Frames are written from guest memory and read into it by the
 * kernel, without a copy of ours; headers pass through, so that the guest's checksum and
 * segmentation offloads are the kernel's business.
 */
public final class TapPort implements Port, FrameSink {
  /** Bytes of the largest frame with its header: an IP packet of 65535 bytes, Ethernet, a VLAN. */
  public static final long LARGEST_FRAME = 65_535 + 14 + 4 + 12;

  private final Tap tap;
  private final TapWrites writes;
  private final IoVectors vectors = new IoVectors(); // of the next read
  private final MemorySegment pending = Arena.ofAuto().allocate(LARGEST_FRAME, 8);
  private int headerBytes = Tap.FIRST_HEADER_BYTES;
  private final boolean detachable;
  private boolean attached = true; // as the kernel opens them
  private long pendingBytes;

  /**
   * A port.
   *
   * @param detachable whether the kernel may be told to leave this queue out
   */
  TapPort(Tap tap, boolean detachable) {
    this.tap = tap;
    writes = new TapWrites(tap);
    this.detachable = detachable;
  }

  /** Writes down what it holds. */
  PortRecord record() {
    byte[] frame = pending.asSlice(0, pendingBytes).toArray(ValueLayout.JAVA_BYTE);
    return new PortRecord(headerBytes, attached, frame);
  }

  /**
   * Goes on from what another process wrote down.
   *
   * @throws IllegalArgumentException where it is longer than a frame can be
   */
  void restore(PortRecord record) {
    if (record.pending().length > LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "a frame of %d bytes; allowed are %d".formatted(record.pending().length, LARGEST_FRAME));
    }
    headerBytes = record.headerBytes();
    attached = record.attached();
    pendingBytes = record.pending().length;
    pending.copyFrom(MemorySegment.ofArray(record.pending()));
  }

  @Override
  public Fd fd() {
    return tap.fd();
  }

  @Override
  public void negotiated(int newHeaderBytes, long features) {
    headerBytes = newHeaderBytes;
    tap.setVnetHeaderBytes(headerBytes);
    tap.setOffloads(offloads(features));
    clearPending(); // it has the header of the front-end before
  }

  private static int offloads(long features) {
    if (!VirtioFeature.GUEST_CSUM.in(features)) {
      return 0; // the kernel allows no other without it
    }
    int offloads = Tap.OFFLOAD_CSUM;
    offloads |= VirtioFeature.GUEST_TSO4.in(features) ? Tap.OFFLOAD_TSO4 : 0;
    offloads |= VirtioFeature.GUEST_TSO6.in(features) ? Tap.OFFLOAD_TSO6 : 0;
    boolean ecn = VirtioFeature.GUEST_ECN.in(features) && offloads != Tap.OFFLOAD_CSUM;
    return offloads | (ecn ? Tap.OFFLOAD_TSO_ECN : 0);
  }

  @Override
  public void announce(byte[] frame) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment bytes = arena.allocate((long) headerBytes + frame.length, 8);
      MemorySegment.copy(frame, 0, bytes, ValueLayout.JAVA_BYTE, headerBytes, frame.length);
      vectors.clear();
      vectors.add(bytes.address(), bytes.byteSize());
      tap.writev(vectors.address(0), 1); // where there is no room it is lost, as any frame
    }
  }

  @Override
  public void receiving(boolean takes) {
    if (detachable && takes != attached) {
      tap.setAttached(takes);
      attached = takes;
    }
  }

  @Override
  public Outcome send(Chain frame) {
    return writes.add(frame) ? Outcome.SENT : Outcome.REFUSED;
  }

  @Override
  public int lap() {
    return TapWrites.MOST;
  }

  @Override
  public Losses commit() {
    return writes.commit();
  }

  void close() {
    writes.close();
    tap.close();
  }

  /** Begins the list of buffers for {@link #readDirect}. */
  public void beginRead() {
    vectors.clear();
  }

  /** Adds a chain's writable pieces; false where the list is full. */
  public boolean addTarget(Chain chain) {
    for (int i = chain.readablePieces(); i < chain.pieces(); i++) {
      if (!vectors.hasRoom(1)) {
        return false;
      }
      vectors.add(chain.address(i), chain.length(i));
    }
    return true;
  }

  /**
   * Reads one header and frame into the buffers that were added, which must have room for {@link
   * #LARGEST_FRAME}.
   *
   * @return bytes; not positive where there is no frame
   */
  public long readDirect() {
    return checked(tap.readv(vectors.address(0), vectors.count()));
  }

  /** Passes a result on, unless the kernel found guest memory unmapped. */
  private static long checked(long result) {
    if (result == -Errno.EFAULT) {
      throw new BrokenRingException("the file behind guest memory was truncated");
    }
    return result;
  }

  /**
   * Reads one header and frame into memory of ours, until there are buffers for it.
   *
   * @return bytes; not positive where there is no frame
   */
  public long readPending() {
    vectors.clear();
    vectors.add(pending.address(), LARGEST_FRAME);
    pendingBytes = Math.max(0, tap.readv(vectors.address(0), 1));
    return pendingBytes;
  }

  /** The frame that waits, header first. */
  public MemorySegment pending() {
    return pending;
  }

  /** Its bytes; 0 where none waits. */
  public long pendingBytes() {
    return pendingBytes;
  }

  /** Forgets it. */
  public void clearPending() {
    pendingBytes = 0;
  }
}
