package io.ringfence.ring;

/**
 * Extra barriers that a policy executes at each store-load point. They are a control: their cost
 * must show in a measurement.
 *
 * @param kind the barrier
 * @param count barriers per point, 0 to {@link #MOST}
 */
public record Dose(Kind kind, int count) {
  /** The most barriers that a dose adds at one point. */
  public static final int MOST = 100_000;

  /** No extra barriers. */
  public static final Dose NONE = new Dose(Kind.FULL, 0);

  /** A kind of extra barrier. */
  public enum Kind {
    /** {@code VarHandle.fullFence}, inlined. */
    FULL("dose:"),
    /**
     * Linux's mb in a stub: mfence on x86-64, dsb sy on arm64. One call executes the whole dose.
     */
    MB("dose:mb:"),
    /**
     * Linux's rmb in a stub: lfence on x86-64, dsb ld on arm64. One call executes the whole dose.
     */
    RMB("dose:rmb:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  /**
   * Reads {@code dose:N}, {@code dose:mb:N} or {@code dose:rmb:N}; returns null for another text,
   * or if N is above {@link #MOST}.
   */
  static Dose parse(String spec) {
    for (Kind kind : Kind.values()) {
      if (spec.startsWith(kind.prefix)) {
        String count = spec.substring(kind.prefix.length());
        if (count.matches("\\d{1,6}") && Integer.parseInt(count) <= MOST) {
          return new Dose(kind, Integer.parseInt(count));
        }
      }
    }
    return null;
  }
}
