package io.ringfence.testkit.ring;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.memory.GuestRam;

/**
 * The driver's side of one virtqueue, for one thread.
 *
 * <p>{@link #add} buffers, {@link #publish} them, write the kick if {@link #kickNeeded}; {@link
 * #poll} what the device has used. All of it works on guest memory alone: eventfds belong to {@link
 * Vring}. A device that breaks the rules is met with {@link DeviceFault}.
 */
public sealed interface DriverQueue permits SplitDriver, PackedDriver {
  QueueConfig config();

  /** Descriptors in the ring that are free. */
  int free();

  /** Buffers that were added and have not come back. */
  int outstanding();

  /**
   * Describes a buffer in the ring. The device must not see it before {@link #publish}.
   *
   * @param token comes back with the buffer, in {@link Used#token}
   * @return the head (split) or buffer id (packed), or -1 if too few descriptors are free; then
   *     nothing was changed
   */
  int add(DriverChain chain, int token);

  /** Makes every added buffer available to the device. */
  void publish();

  /** Whether the device wants a kick for what was published since the last time this was asked. */
  boolean kickNeeded();

  /** True if {@link #poll} would find something. */
  boolean hasUsed();

  /**
   * Takes the next used buffer into {@code used}; false if there is none. Its descriptors are free
   * again.
   */
  boolean poll(Used used);

  /** Asks the device for no calls, which it may send all the same. */
  void disableCalls();

  /**
   * Asks for a call when the next buffer is used.
   *
   * @return true if there already is a used buffer, for which no call need come
   */
  boolean enableCalls();

  /** Guest address of the descriptor table or ring. */
  long descAddress();

  /** Guest address of the available ring, or of the driver event suppression structure. */
  long availAddress();

  /** Guest address of the used ring, or of the device event suppression structure. */
  long usedAddress();

  /** Where both sides stand, for messages. */
  String state();

  /** A driver of the format that {@code packed} says, its areas allocated from {@code ram}. */
  static DriverQueue of(GuestRam ram, boolean packed, QueueConfig config) {
    return packed ? new PackedDriver(ram, config) : new SplitDriver(ram, config);
  }
}
