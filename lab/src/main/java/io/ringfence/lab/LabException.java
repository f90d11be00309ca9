package io.ringfence.lab;

/**
 * An experiment cannot continue. The message is the one line that the user sees, without a stack
 * trace.
 */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LabException(String message) {
    super(message);
  }

  public LabException(String message, Throwable cause) {
    super(message, cause);
  }
}
