package io.ringfence.server.uplink;

/** Parses the arguments of uplink specifications. */
public final class Arguments {
  private Arguments() {}

  /**
   * Checks that an uplink has no argument.
   *
   * @throws IllegalArgumentException if it has one
   */
  public static void none(UplinkKind kind, String spec, String argument) {
    if (argument != null) {
      throw wrong(kind, spec);
    }
  }

  /**
   * Returns an argument that is a number of at most six digits.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static int number(UplinkKind kind, String spec, String argument) {
    if (argument == null || !argument.matches("\\d{1,6}")) {
      throw wrong(kind, spec);
    }
    return Integer.parseInt(argument);
  }

  private static IllegalArgumentException wrong(UplinkKind kind, String spec) {
    return new IllegalArgumentException("uplink %s: allowed is %s".formatted(spec, kind.form()));
  }
}
