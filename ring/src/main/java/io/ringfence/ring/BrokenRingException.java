package io.ringfence.ring;

/**
 * Reports that the driver violated the ring's rules and the device cannot find the next chain. The
 * ring stops; the session and the other rings continue. The message names what was seen and what is
 * allowed.
 */
public final class BrokenRingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenRingException(String message) {
    super(message);
  }
}
