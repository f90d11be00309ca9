package io.ringfence.server.takeover;

/** A hand-over failed. The message states why. The old process continues to serve. */
public final class HandOverException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A hand-over that does not take place; the message states why. */
  public HandOverException(String why) {
    super(why);
  }

  HandOverException(String why, Throwable cause) {
    super(why, cause);
  }
}
