package io.ringfence.lab.kit.daemon;

import java.util.List;

/**
 * GET /status.
 *
 * @param mode {@code eventfd} or {@code poll}
 * @param uplinkState {@code ready} or {@code lost}
 * @param policy the barrier policy in force
 * @param sessions one per connected front-end
 */
public record Status(
    String version,
    long pid,
    String mode,
    String uplink,
    String uplinkState,
    String policy,
    List<Session> sessions) {

  /**
   * A connected front-end.
   *
   * @param features names of the accepted features, separated by {@code |}
   */
  public record Session(String id, long peerPid, String features, List<Vring> vrings) {
    public Session {
      features = features == null ? "" : features;
      vrings = vrings == null ? List.of() : List.copyOf(vrings);
    }

    /** Returns whether it accepted a feature. */
    public boolean accepted(String feature) {
      return List.of(features.split("\\|")).contains(feature);
    }
  }

  /**
   * @param role {@code rx} or {@code tx}, as the guest sees it
   * @param size descriptors
   * @param format {@code split} or {@code packed}
   */
  public record Vring(
      int index, String role, String state, int size, String format, boolean enabled) {}

  public Status {
    sessions = sessions == null ? List.of() : List.copyOf(sessions);
  }
}
