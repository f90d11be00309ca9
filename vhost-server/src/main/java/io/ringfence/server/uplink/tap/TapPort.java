package io.ringfence.server.uplink.tap;

import io.ringfence.protocol.VirtioFeature;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.IoCall;
import io.ringfence.server.os.OsException;
import io.ringfence.server.os.Tap;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.uplink.FrameSink;
import io.ringfence.server.uplink.Losses;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.PortRecord;
import io.ringfence.server.uplink.tap.datapath.TapPath;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One queue of a TAP interface. The kernel writes frames from guest memory and reads them into it,
 * without a copy by the daemon. Headers pass through, so that the kernel handles the guest's
 * checksum and segmentation offloads.
 */
public final class TapPort implements Port, FrameSink {
  /** Bytes of the largest frame that is read, its header included. */
  public static final long LARGEST_FRAME = NetHeader.LARGEST_FRAME;

  private final Tap tap;
  private final TapLink link;
  private final EventFd back; // the descriptor to wait on while the interface is lost
  private final TapWrites writes;
  private final IoVectors vectors = new IoVectors(); // of the next read
  private final MemorySegment pending = Arena.ofAuto().allocate(LARGEST_FRAME, 8);
  private int headerBytes = Tap.FIRST_HEADER_BYTES;
  private final boolean detachable;
  private boolean attached = true; // as the kernel opens them
  private long pendingBytes;

  /**
   * Creates a port.
   *
   * @param back this port's among the link's
   * @param detachable whether the kernel may detach this queue
   */
  TapPort(Tap tap, TapLink link, EventFd back, boolean detachable) {
    this.tap = tap;
    this.link = link;
    this.back = back;
    writes = new TapWrites(tap, link);
    this.detachable = detachable;
  }

  /** Records the port's state. */
  PortRecord record() {
    byte[] frame = pending.asSlice(0, pendingBytes).toArray(ValueLayout.JAVA_BYTE);
    return new PortRecord(headerBytes, attached, frame);
  }

  /**
   * Restores a recorded state.
   *
   * @throws IllegalArgumentException if its frame is longer than a frame can be
   */
  void restore(PortRecord record) {
    if (record.pending().length > LARGEST_FRAME) {
      throw new IllegalArgumentException(
          "a frame of %d bytes; allowed are %d".formatted(record.pending().length, LARGEST_FRAME));
    }
    synchronized (link.settings()) {
      headerBytes = record.headerBytes();
      attached = record.attached();
    }
    pendingBytes = record.pending().length;
    pending.copyFrom(MemorySegment.ofArray(record.pending()));
  }

  @Override
  public Class<?> path() {
    return TapPath.class;
  }

  @Override
  public Fd fd() {
    return link.isLost() ? back.fd() : tap.fd();
  }

  @Override
  public void failed() {
    link.lose();
  }

  /** Returns whether the interface is lost. No frame may be read then. */
  public boolean isLost() {
    return link.isLost();
  }

  @Override
  public void negotiated(int newHeaderBytes, long features) {
    synchronized (link.settings()) {
      headerBytes = newHeaderBytes;
      var format = new TapFormat(newHeaderBytes, offloads(features));
      link.format(format);
      applyToKernel(() -> format.applyTo(tap));
    }
    clearPending(); // it has the header of the previous front-end
  }

  /** Applies a setting to the interface, if it is there; otherwise {@link #attachAgain} does. */
  private void applyToKernel(Runnable setting) {
    if (link.isLost()) {
      return;
    }
    try {
      setting.run();
    } catch (OsException e) {
      if (IoCall.TAP_SETTING.verdict(-e.errno()) != IoCall.Verdict.GONE) {
        throw e;
      }
      link.lose();
    }
  }

  /** Attaches the queue to an interface that is back, in its previous state. */
  void attachAgain() {
    tap.attachAgain();
    if (detachable) {
      tap.setAttached(attached);
    }
  }

  private static int offloads(long features) {
    if (!VirtioFeature.GUEST_CSUM.in(features)) {
      return 0; // the kernel denies every other change without it
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
      writeOwn();
    }
  }

  /** Writes the only vector. On an error the frame is lost, as any other. */
  private void writeOwn() {
    if (link.isLost()) {
      return;
    }
    long result = tap.writev(vectors.address(0), 1);
    if (result < 0 && IoCall.TAP_WRITE.verdict(result) == IoCall.Verdict.GONE) {
      link.lose();
    }
  }

  @Override
  public void receiving(boolean takes) {
    if (!detachable) {
      return;
    }
    synchronized (link.settings()) {
      if (takes != attached) {
        applyToKernel(() -> tap.setAttached(takes));
        attached = takes;
      }
    }
  }

  @Override
  public Outcome send(Chain frame) {
    return writes.add(frame) ? Outcome.SENT : Outcome.REFUSED;
  }

  @Override
  public int batch() {
    return TapWrites.MOST;
  }

  @Override
  public Losses commit() {
    return writes.commit();
  }

  void close() {
    writes.close();
    tap.close();
    back.close();
  }

  /** Starts the list of buffers for {@link #readDirect}. */
  public void beginRead() {
    vectors.clear();
  }

  /** Adds a chain's writable segments; false if the list is full. */
  public boolean addTarget(Chain chain) {
    for (int i = chain.readableSegments(); i < chain.segments(); i++) {
      if (!vectors.hasRoom(1)) {
        return false;
      }
      vectors.add(chain.address(i), chain.length(i));
    }
    return true;
  }

  /**
   * Reads one header and frame into the added buffers, which must have room for {@link
   * #LARGEST_FRAME}.
   *
   * @return bytes; not positive if there is no frame
   */
  public long readDirect() {
    long result = tap.readv(vectors.address(0), vectors.count());
    return result < 0 ? notRead(result) : result;
  }

  private long notRead(long result) {
    switch (IoCall.TAP_READ.verdict(result)) {
      case NOTHING_NOW -> {}
      case GONE -> link.lose();
      case MEMORY_LOST ->
          throw new BrokenRingException("the file behind guest memory was truncated");
      case BUG -> throw IoCall.TAP_READ.error(result, tap);
    }
    return 0;
  }

  /**
   * Reads one header and frame into private memory, until there are buffers for it.
   *
   * @return bytes; not positive if there is no frame
   */
  public long readPending() {
    vectors.clear();
    vectors.add(pending.address(), LARGEST_FRAME);
    long result = tap.readv(vectors.address(0), 1);
    pendingBytes = result < 0 ? notRead(result) : result;
    return pendingBytes;
  }

  /** Returns the waiting frame, header first. */
  public MemorySegment pending() {
    return pending;
  }

  /** Returns its bytes; 0 if none waits. */
  public long pendingBytes() {
    return pendingBytes;
  }

  /** Drops it. */
  public void clearPending() {
    pendingBytes = 0;
  }
}
