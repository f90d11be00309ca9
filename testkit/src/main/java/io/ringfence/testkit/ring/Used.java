package io.ringfence.testkit.ring;

/**
 * A buffer that the device has given back; filled in by {@link DriverQueue#poll}, reused from one
 * to the next.
 */
public final class Used {
  /** The head (split) or buffer id (packed). */
  public int id;

  /**
   * Bytes written, an unsigned 32-bit number, as the device told. For a buffer that an in-order
   * device skipped: all that it could have written.
   */
  public long length;

  /** What the buffer was added with. */
  public int token;
}
