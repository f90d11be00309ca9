package io.ringfence.ring;

/**
 * The driver broke the rules of the ring in a way that leaves no frame boundary to go on from. The
 * ring stops; the session and the other rings go on. The message says what was seen and what was
 * allowed.
 */
public final class BrokenRingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenRingException(String message) {
    super(message);
  }
}
