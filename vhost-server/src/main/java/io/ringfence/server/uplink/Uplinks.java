package io.ringfence.server.uplink;

import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Tap;
import java.util.List;

/** Uplinks by the names that users give them. */
public final class Uplinks {
  /** What {@link #open} takes, for messages and help. */
  public static final String FORMS = "tap:NAME, tapfd:N, loopback, discard or generator[:BYTES]";

  /** Front-ends that share an uplink which has no state of its own. */
  private static final int MOST_SESSIONS = 256;

  private Uplinks() {}

  /**
   * Opens an uplink.
   *
   * @param spec one of {@link #FORMS}
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
      case "tapfd" -> TapUplink.opened(spec, List.of(Tap.adopt(number(spec, rest))));
      case "loopback" -> stateless(spec, rest, new LoopbackPort());
      case "discard" -> stateless(spec, rest, DiscardPort.INSTANCE);
      case "generator" -> generator(spec, rest);
      default -> throw unknown(spec);
    };
  }

  private static Uplink generator(String spec, String bytes) {
    boolean sized = spec.indexOf(':') >= 0;
    int frameBytes = sized ? number(spec, bytes) : GeneratorPort.DEFAULT_BYTES;
    return new GeneratorUplink(spec, MOST_SESSIONS, GeneratorPort.checked(frameBytes));
  }

  /**
   * Takes over an uplink that another process has open.
   *
   * @param queues its descriptors, one a queue; closed where this fails
   * @throws IllegalArgumentException for another number of queues, or an uplink that has none
   * @throws io.ringfence.server.os.OsException where one is no TAP
   */
  public static Uplink takeOver(String spec, int pairs, List<Fd> queues) {
    boolean tap = spec.startsWith("tap:") || spec.startsWith("tapfd:");
    int wanted = tap ? pairs : 0;
    if (queues.size() != wanted) {
      queues.forEach(Fd::close);
      throw new IllegalArgumentException(
          "%d descriptors of uplink %s; allowed are %d".formatted(queues.size(), spec, wanted));
    }
    return tap ? TapUplink.adopted(spec, queues) : open(spec, pairs);
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
