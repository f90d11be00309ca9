package io.ringfence.testkit.ring;

/**
 * The order in which a driver takes free descriptors (split) or buffer ids (packed). The
 * specification leaves it open.
 */
public enum IdOrder {
  /** The one freed last, as Linux does. */
  LIFO,
  /** The one that has been free longest. */
  FIFO,
  /** Random, by a seeded generator: chains are scattered over the table. */
  SCATTERED
}
