package io.ringfence.testkit;

/**
 * The device or back-end did what the specification forbids. The message states what was seen and
 * what was allowed.
 */
public final class DeviceFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DeviceFault(String message) {
    super(message);
  }
}
