package io.ringfence.fuzz;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/** The differences between the two ring formats, from the driver's side. */
interface Format {
  /** Returns the ring's configuration at its fixed address. */
  VringConfig config(int size, boolean eventIndex);

  /** Returns a size that the format allows, from any number. */
  int size(int number);

  /** Returns the start position of a ring. */
  RingPosition start();

  /** Returns the guest address of a descriptor. */
  default long descriptor(int slot) {
    return CheckedMemory.RINGS + (long) slot * Walk.BYTES;
  }

  /** Makes a buffer available, by the rules or against them. */
  void offer(CheckedMemory memory, RingPosition device, int size, int what);

  /** Writes the fields by which the driver requests calls. */
  void askForCall(CheckedMemory memory, int size, int what);

  /**
   * Derives the next chain by the rules.
   *
   * @return null if there is none
   */
  Walk next(CheckedMemory memory, RingPosition device, int size);

  /** Returns the id under which the next chain must be returned; -1 if any id is allowed. */
  int id(CheckedMemory memory, RingPosition device, int size);

  /** Accepts what the device may write in its own areas. */
  void acceptDeviceWrites(CheckedMemory memory, int size);
}
