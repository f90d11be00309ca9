package io.ringfence.server.uplink;

import io.ringfence.server.os.Fd;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The kinds of uplinks, by the texts with which users name them: a kind's name, or its name, a
 * colon and an argument.
 *
 * @param kinds in the order of messages and help
 */
public record Uplinks(List<UplinkKind> kinds) {
  /** Most front-ends of an uplink without state of its own for them. */
  public static final int MOST_SESSIONS = 256;

  /** Returns the forms that {@link #open} takes, for messages and help. */
  public String forms() {
    String but =
        kinds.stream()
            .limit(kinds.size() - 1L)
            .map(UplinkKind::form)
            .collect(Collectors.joining(", "));
    return but + " or " + kinds.getLast().form();
  }

  /**
   * Opens an uplink.
   *
   * @param spec one of {@link #forms}
   * @param pairs queue pairs that a front-end may use
   * @throws IllegalArgumentException for any other text
   * @throws io.ringfence.server.os.OsException if the kernel refuses
   */
  public Uplink open(String spec, int pairs) {
    return kind(spec).open(spec, argument(spec), pairs);
  }

  /**
   * Takes over an uplink that another process has open.
   *
   * @param descriptors the uplink's, which are closed if this fails
   * @throws IllegalArgumentException for another number of descriptors than the uplink has
   * @throws io.ringfence.server.os.OsException if one is of another kind
   */
  public Uplink takeOver(String spec, int pairs, List<Fd> descriptors) {
    UplinkKind kind = kind(spec);
    int wanted = kind.descriptors(pairs);
    if (descriptors.size() != wanted) {
      descriptors.forEach(Fd::close);
      throw new IllegalArgumentException(
          "%d descriptors of uplink %s; allowed are %d"
              .formatted(descriptors.size(), spec, wanted));
    }
    return kind.takeOver(spec, argument(spec), pairs, descriptors);
  }

  private UplinkKind kind(String spec) {
    int colon = spec.indexOf(':');
    String name = colon < 0 ? spec : spec.substring(0, colon);
    return kinds.stream()
        .filter(kind -> kind.kind().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "uplink %s is unknown; an uplink is %s".formatted(spec, forms())));
  }

  private static String argument(String spec) {
    int colon = spec.indexOf(':');
    return colon < 0 ? null : spec.substring(colon + 1);
  }
}
