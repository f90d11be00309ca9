package io.ringfence.server.hostile;

/** How often: a few seconds' worth by default, more with {@code -Dringfence.hostile=full}. */
final class Count {
  private static final boolean FULL = "full".equals(System.getProperty("ringfence.hostile"));

  private Count() {}

  static int of(int byDefault, int full) {
    return FULL ? full : byDefault;
  }
}
