package io.ringfence.fuzz;

/** Something that must hold does not: the message says what was seen and what was due. */
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
