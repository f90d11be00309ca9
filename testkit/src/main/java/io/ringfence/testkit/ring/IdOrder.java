package io.ringfence.testkit.ring;

/**
 * Which of its free descriptors (split) or buffer ids (packed) a driver takes next: the
 * specification leaves it free.
 */
public enum IdOrder {
  /** The one freed last, as Linux does. */
  LIFO,
  /** The one that has been free longest. */
  FIFO,
  /** Any, by a seeded generator: chains end up all over the table. */
  SCATTERED
}
