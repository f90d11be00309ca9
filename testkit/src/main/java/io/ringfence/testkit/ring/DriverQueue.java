package io.ringfence.testkit.ring;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.memory.GuestRam;

/**
 * The driver's side of one virtqueue, for one thread.
 *
 * <p>{@link #add} buffers, {@link #publish} them, kick if {@link #kickNeeded}; {@link #poll}
 * returns what the device has used. All methods work on guest memory alone: eventfds belong to
 * {@link Vring}. A device that breaks the rules causes a {@link DeviceFault}.
 */
public sealed interface DriverQueue permits SplitDriver, PackedDriver {
  QueueConfig config();

  /** Returns the number of free descriptors in the ring. */
  int free();

  /** Returns the number of added buffers that the device has not returned. */
  int outstanding();

  /**
   * Describes a buffer in the ring. The device must not see it before {@link #publish}.
   *
   * @param token returned with the buffer, in {@link Used#token}
   * @return the head (split) or buffer id (packed), or -1 without any change if too few descriptors
   *     are free
   */
  int add(DriverChain chain, int token);

  /** Makes every added buffer available to the device. */
  void publish();

  /**
   * Returns whether the device wants a kick for the buffers published since the last call of this
   * method.
   */
  boolean kickNeeded();

  /** Returns whether {@link #poll} would find a buffer. */
  boolean hasUsed();

  /**
   * Takes the next used buffer into {@code used} and frees its descriptors. Returns false if there
   * is none.
   */
  boolean poll(Used used);

  /** Requests no calls. The device may still send some. */
  void disableCalls();

  /**
   * Requests a call for the next used buffer.
   *
   * @return true if there already is a used buffer, for which the device need not call
   */
  boolean enableCalls();

  /** Returns the guest address of the descriptor table or ring. */
  long descAddress();

  /**
   * Returns the guest address of the available ring, or of the driver event suppression structure.
   */
  long availAddress();

  /** Returns the guest address of the used ring, or of the device event suppression structure. */
  long usedAddress();

  /** Returns the positions of both sides, for messages. */
  String state();

  /** Creates a driver, packed if {@code packed}, with its areas allocated from {@code ram}. */
  static DriverQueue of(GuestRam ram, boolean packed, QueueConfig config) {
    return packed ? new PackedDriver(ram, config) : new SplitDriver(ram, config);
  }
}
