package io.ringfence.server.request;

/** A request that the session refuses. The message states what was seen and what is allowed. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
