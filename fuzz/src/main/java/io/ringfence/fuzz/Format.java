package io.ringfence.fuzz;

import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;

/** What differs between the two formats of rings, from the driver's side. */
interface Format {
  /** The ring in its place. */
  VringConfig config(int size, boolean eventIndex);

  /** A size that the format allows, from any number. */
  int size(int number);

  /** Where a ring begins. */
  RingPosition start();

  /** Guest address of a descriptor. */
  default long descriptor(int slot) {
    return CheckedMemory.RINGS + (long) slot * Walk.BYTES;
  }

  /** Makes something available, as a driver does or does not. */
  void offer(CheckedMemory memory, RingPosition device, int size, int what);

  /** Writes fields that say when the driver wants to be told. */
  void askForCall(CheckedMemory memory, int size, int what);

  /**
   * What the next chain is, by the rules.
   *
   * @return null where there is none
   */
  Walk next(CheckedMemory memory, RingPosition device, int size);

  /** The id that the next chain is to be returned by; -1 where it may be any. */
  int id(CheckedMemory memory, RingPosition device, int size);

  /** Accepts what the device may write in its own areas. */
  void acceptDeviceWrites(CheckedMemory memory, int size);
}
