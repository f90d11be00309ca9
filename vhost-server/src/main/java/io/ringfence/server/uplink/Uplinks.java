package io.ringfence.server.uplink;

import io.ringfence.server.os.Tap;
import java.util.List;

/** Uplinks by the names that users give them. */
public final class Uplinks {
  /** What {@link #open} takes, for messages and help. */
  public static final String FORMS = "tap:NAME, tapfd:N, loopback or discard";

  /** Front-ends that share an uplink which has no state of its own. */
  private static final int MOST_SESSIONS = 256;

  private Uplinks() {}

  /**
   * Opens an uplink.
   *
   * @param spec {@code tap:NAME}, {@code tapfd:N}, {@code loopback} or {@code discard}
   * @param pairs queue pairs that a front-end may use
   * @throws IllegalArgumentException for any other text
   * @throws io.ringfence.server.os.OsException where the kernel refuses
   */
  public static Uplink open(String spec, int pairs) {
    int colon = spec.indexOf(':');
    String kind = colon < 0 ? spec : spec.substring(0, colon);
    String rest = colon < 0 ? "" : spec.substring(colon + 1);
    return switch (kind) {
      case "tap" -> TapUplink.named(spec, rest, pairs);
      case "tapfd" -> new TapUplink(spec, List.of(Tap.adopt(number(spec, rest))));
      case "loopback" -> stateless(spec, rest, new LoopbackPort());
      case "discard" -> stateless(spec, rest, DiscardPort.INSTANCE);
      default -> throw unknown(spec);
    };
  }

  private static int number(String spec, String text) {
    if (!text.matches("\\d{1,6}")) {
      throw unknown(spec);
    }
    return Integer.parseInt(text);
  }

  private static Uplink stateless(String spec, String rest, Port port) {
    if (!rest.isEmpty()) {
      throw unknown(spec);
    }
    return new StatelessUplink(spec, MOST_SESSIONS, port);
  }

  private static IllegalArgumentException unknown(String spec) {
    return new IllegalArgumentException("uplink " + spec + " is unknown; an uplink is " + FORMS);
  }
}
