package io.ringfence.testkit.net;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.Used;
import java.lang.foreign.MemorySegment;

/** The driver's side of a virtio-net transmit queue (VIRTIO 1.3, 5.1.6.2). No call allocates. */
public final class NetTransmitter {
  private final GuestRam ram;
  private final DriverQueue queue;
  private final NetConfig config;
  private final Runnable kick;
  private final MemorySegment header;
  private final long slotBytes;
  private final long firstSlot;
  private final int[] freeSlots;
  private final Shape[] shapes;
  private final DriverChain chain = new DriverChain();
  private final Used used = new Used();
  private int freeCount;
  private int nextShape;
  private long sent;
  private long kicks;

  /**
   * @param kick runs when the device needs a notification of new frames
   */
  public NetTransmitter(GuestRam ram, DriverQueue queue, NetConfig config, Runnable kick) {
    this.ram = ram;
    this.queue = queue;
    this.config = config;
    this.kick = kick;
    this.header = MemorySegment.ofArray(new byte[config.headerBytes()]);
    this.slotBytes = config.headerBytes() + config.maxFrame();
    this.firstSlot = ram.allocate(slotBytes * config.txSlots(), 64);
    this.shapes = config.txShapes().toArray(Shape[]::new);
    this.freeSlots = new int[config.txSlots()];
    for (int i = 0; i < freeSlots.length; i++) {
      freeSlots[freeCount++] = freeSlots.length - 1 - i;
    }
  }

  public DriverQueue queue() {
    return queue;
  }

  /**
   * Returns the header of the frames that follow, all zero at first. Tests change it to request
   * checksums or segmentation.
   */
  public MemorySegment header() {
    return header;
  }

  /** Returns the number of frames passed to the device. */
  public long sent() {
    return sent;
  }

  /** Returns the number of kicks. */
  public long kicks() {
    return kicks;
  }

  /**
   * Sends as {@link #send(MemorySegment, long, int, Shape)} does, with the shapes of the
   * configuration in rotation.
   */
  public boolean send(MemorySegment frame, long offset, int bytes) {
    Shape shape = shapes[nextShape];
    if (!send(frame, offset, bytes, shape)) {
      return false;
    }
    nextShape = nextShape + 1 == shapes.length ? 0 : nextShape + 1;
    return true;
  }

  /**
   * Puts a frame into the ring. The device need not see it before {@link #flush}.
   *
   * @return false if no slot or too few descriptors are free; then only used frames were reclaimed
   */
  public boolean send(MemorySegment frame, long offset, int bytes, Shape shape) {
    if (bytes > config.maxFrame()) {
      throw new IllegalArgumentException(
          "frame of " + bytes + " bytes: up to " + config.maxFrame() + " are allowed");
    }
    if (freeCount == 0 && reap() == 0) {
      return false;
    }
    int slot = freeSlots[--freeCount];
    long at = firstSlot + slot * slotBytes;
    ram.copyIn(at, header, 0, config.headerBytes());
    ram.copyIn(at + config.headerBytes(), frame, offset, bytes);
    cut(shape, at, config.headerBytes() + bytes);
    if (queue.add(chain, slot) < 0 && (reap() == 0 || queue.add(chain, slot) < 0)) {
      freeSlots[freeCount++] = slot;
      return false;
    }
    sent++;
    return true;
  }

  private void cut(Shape shape, long at, int bytes) {
    int[] segments = shape.segments();
    chain.clear();
    int done = 0;
    for (int i = 0; i < segments.length && done < bytes; i++) {
      int segment = i + 1 == segments.length ? bytes - done : Math.min(segments[i], bytes - done);
      chain.out(at + done, segment);
      done += segment;
    }
    if (shape.indirectFrom() < chain.segments()) {
      chain.indirectFrom(shape.indirectFrom());
    }
  }

  /** Makes the frames available and kicks if the device asks for it. Returns whether it kicked. */
  public boolean flush() {
    queue.publish();
    boolean needed = queue.kickNeeded();
    if (needed) {
      kicks++;
      kick.run();
    }
    return needed;
  }

  /** Reclaims the frames that the device has sent. Returns their number. */
  public int reap() {
    int taken = 0;
    while (queue.poll(used)) {
      freeSlots[freeCount++] = used.token;
      taken++;
    }
    return taken;
  }
}
