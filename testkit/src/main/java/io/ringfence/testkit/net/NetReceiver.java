package io.ringfence.testkit.net;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.LittleEndian;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.Used;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The driver's side of a virtio-net receive queue (VIRTIO 1.3, 5.1.6.3 and 5.1.6.4). No call
 * allocates.
 */
public final class NetReceiver {
  private static final long NUM_BUFFERS = 10;
  private static final byte GUARD = 0x5a;

  private final GuestRam ram;
  private final DriverQueue queue;
  private final NetConfig config;
  private final Runnable kick;
  private final Shape[] shapes;
  private final int[] capacity;
  private final long[] slotAt;
  private final MemorySegment header;
  private final DriverChain chain = new DriverChain();
  private final Used used = new Used();
  private final int[] slotOf;
  private final int[] lengthOf;
  private int unpublished;
  private int lastBuffers;
  private long received;
  private long kicks;

  /**
   * @param kick runs when the device needs a notification of new buffers
   */
  public NetReceiver(GuestRam ram, DriverQueue queue, NetConfig config, Runnable kick) {
    this.ram = ram;
    this.queue = queue;
    this.config = config;
    this.kick = kick;
    this.header = MemorySegment.ofArray(new byte[config.headerBytes()]);
    int slots = config.rxSlots();
    shapes = new Shape[slots];
    capacity = new int[slots];
    slotAt = new long[slots];
    slotOf = new int[slots];
    lengthOf = new int[slots];
    for (int i = 0; i < slots; i++) {
      shapes[i] = config.rxShapes().get(i % config.rxShapes().size());
      capacity[i] = shapes[i].bytes();
      long bytes = capacity[i] + (long) shapes[i].segments().length * config.guardBytes();
      slotAt[i] = ram.allocate(bytes, 8);
      if (config.guardBytes() > 0) {
        ram.fill(slotAt[i], bytes, GUARD);
      }
    }
  }

  public DriverQueue queue() {
    return queue;
  }

  /** Returns the header of the last received frame. */
  public MemorySegment header() {
    return header;
  }

  /** Returns the number of buffers of the last received frame. */
  public int lastBuffers() {
    return lastBuffers;
  }

  /** Returns the number of received frames. */
  public long received() {
    return received;
  }

  /** Returns the number of kicks. */
  public long kicks() {
    return kicks;
  }

  // Posting
  // ----------------------------------------------------------------------------------------------------------------------------------

  /**
   * Posts each buffer of the configuration once, as far as the ring has room, and publishes.
   * Returns their number.
   */
  public int fill() {
    int posted = 0;
    while (posted < shapes.length && post(posted)) {
      posted++;
    }
    flush();
    return posted;
  }

  private boolean post(int slot) {
    int[] segments = shapes[slot].segments();
    chain.clear();
    long at = slotAt[slot];
    for (int segment : segments) {
      chain.in(at, segment);
      at += segment + config.guardBytes();
    }
    if (shapes[slot].indirectFrom() < segments.length) {
      chain.indirectFrom(shapes[slot].indirectFrom());
    }
    boolean posted = queue.add(chain, slot) >= 0;
    unpublished += posted ? 1 : 0;
    return posted;
  }

  /**
   * Makes returned buffers available and kicks if the device asks for it. Returns whether it
   * kicked.
   */
  public boolean flush() {
    unpublished = 0;
    queue.publish();
    boolean needed = queue.kickNeeded();
    if (needed) {
      kicks++;
      kick.run();
    }
    return needed;
  }

  // Receiving
  // --------------------------------------------------------------------------------------------------------------------------------

  /**
   * Takes the next frame. Its buffers return to the ring at once. They are published with a quarter
   * of the buffers, when no frame is waiting, or by {@link #flush}.
   *
   * @return the frame's bytes without the header, or -1 if there is none
   * @throws DeviceFault if header, lengths or number of buffers break the specification
   */
  public int receive(MemorySegment into, long offset) {
    if (!queue.poll(used)) {
      if (unpublished > 0) {
        flush();
      }
      return -1;
    }
    int buffers = takeBuffers();
    long at = offset;
    for (int i = 0; i < buffers; i++) {
      int skip = i == 0 ? config.headerBytes() : 0;
      copy(slotOf[i], skip, lengthOf[i] - skip, into, at);
      at += lengthOf[i] - skip;
    }
    for (int i = 0; i < buffers; i++) {
      checkGuards(slotOf[i]);
      post(slotOf[i]);
    }
    if (unpublished * 4 >= capacity.length) {
      flush();
    }
    lastBuffers = buffers;
    received++;
    return (int) (at - offset);
  }

  /**
   * Takes the other buffers of the frame that starts with the last polled buffer. Returns their
   * number.
   */
  private int takeBuffers() {
    take(0);
    if (lengthOf[0] < config.headerBytes()) {
      throw new DeviceFault(
          "frame of " + lengthOf[0] + " bytes: its header has " + config.headerBytes());
    }
    copy(slotOf[0], 0, config.headerBytes(), header, 0);
    int buffers =
        config.headerBytes() > NUM_BUFFERS
            ? header.get(LittleEndian.PLAIN16, NUM_BUFFERS) & 0xffff
            : 1;
    int allowed = config.mergeable() ? capacity.length : 1;
    if (buffers < 1 || buffers > allowed) {
      throw new DeviceFault("num_buffers " + buffers + ": 1 to " + allowed + " are allowed");
    }
    for (int i = 1; i < buffers; i++) {
      // 5.1.6.4: all buffers but the last are used completely, and all are used together with the
      // first.
      if (lengthOf[i - 1] != capacity[slotOf[i - 1]]) {
        throw new DeviceFault(
            "buffer "
                + i
                + " of "
                + buffers
                + ": "
                + lengthOf[i - 1]
                + " of its "
                + capacity[slotOf[i - 1]]
                + " bytes used, though it is not the last");
      }
      if (!queue.poll(used)) {
        throw new DeviceFault(
            "frame of " + buffers + " buffers: only " + i + " were used with it; " + queue.state());
      }
      take(i);
    }
    return buffers;
  }

  private void take(int position) {
    slotOf[position] = used.token;
    lengthOf[position] = (int) used.length;
  }

  /** Copies from a buffer's segments as from one contiguous range. */
  private void copy(int slot, int from, int bytes, MemorySegment into, long offset) {
    if (config.guardBytes() == 0) {
      ram.copyOut(slotAt[slot] + from, into, offset, bytes);
      return;
    }
    long at = slotAt[slot];
    int start = from;
    int left = bytes;
    for (int segment : shapes[slot].segments()) {
      int here = Math.min(left, Math.max(0, segment - start));
      if (here > 0) {
        ram.copyOut(at + start, into, offset + bytes - left, here);
      }
      left -= here;
      start = Math.max(0, start - segment);
      at += segment + config.guardBytes();
    }
  }

  private void checkGuards(int slot) {
    if (config.guardBytes() == 0) {
      return;
    }
    long at = slotAt[slot];
    for (int segment : shapes[slot].segments()) {
      at += segment;
      for (int i = 0; i < config.guardBytes(); i++, at++) {
        if (ram.byteAt(at) != GUARD) {
          throw new DeviceFault(
              "guest address 0x%x: written, %d bytes past the end of a segment"
                  .formatted(at, i + 1));
        }
      }
    }
  }

  /**
   * Busy-polls for the next frame.
   *
   * @throws TimedOut after {@code timeoutMillis}
   */
  public byte[] await(long timeoutMillis) {
    MemorySegment into = MemorySegment.ofArray(new byte[capacityOfAll()]);
    int[] bytes = {-1};
    Await.until("a frame", timeoutMillis, () -> (bytes[0] = receive(into, 0)) >= 0, queue::state);
    return into.asSlice(0, bytes[0]).toArray(ValueLayout.JAVA_BYTE);
  }

  /** Returns the bytes of the longest frame that the receive buffers can hold. */
  public int capacityOfAll() {
    int most = 0;
    for (int c : capacity) {
      most = config.mergeable() ? Math.min(most + c, 1 << 17) : Math.max(most, c);
    }
    return most;
  }
}
