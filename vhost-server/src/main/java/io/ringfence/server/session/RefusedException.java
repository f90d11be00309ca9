package io.ringfence.server.session;

/** A request that the session cannot do; the message says what was seen and what is allowed. */
public final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedException(String message) {
    super(message);
  }
}
