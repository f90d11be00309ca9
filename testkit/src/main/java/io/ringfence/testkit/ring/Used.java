package io.ringfence.testkit.ring;

/**
 * A buffer that the device has returned. {@link DriverQueue#poll} fills it in; it is reused from
 * one buffer to the next.
 */
public final class Used {
  /** The head (split) or buffer id (packed). */
  public int id;

  /**
   * Bytes written as the device reported, an unsigned 32-bit number. For a buffer that an in-order
   * device skipped: all its writable bytes.
   */
  public long length;

  /** The token that the buffer was added with. */
  public int token;
}
