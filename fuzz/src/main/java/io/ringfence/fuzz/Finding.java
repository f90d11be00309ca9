package io.ringfence.fuzz;

/** A property does not hold. The message states what was seen and what was expected. */
final class Finding extends AssertionError {
  private static final long serialVersionUID = 1L;

  Finding(String message) {
    super(message);
  }

  /** Throws unless a condition holds. */
  static void unless(boolean holds, String message, Object... values) {
    if (!holds) {
      throw new Finding(message.formatted(values));
    }
  }
}
