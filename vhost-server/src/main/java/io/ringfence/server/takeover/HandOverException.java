package io.ringfence.server.takeover;

/** A hand-over does not come about; the message says why. The old process serves on. */
public final class HandOverException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A hand-over that does not take place; the message says why. */
  public HandOverException(String why) {
    super(why);
  }

  HandOverException(String why, Throwable cause) {
    super(why, cause);
  }
}
