package io.ringfence.lab.daemon;

import java.util.List;

/**
 * GET /status.
 *
 * @param mode {@code eventfd} or {@code poll}
 * @param policy the barrier policy in force
 * @param sessions one per connected front-end
 */
public record Status(
    String version, long pid, String mode, String uplink, String policy, List<Session> sessions) {

  /** A connected front-end. */
  public record Session(String id, long peerPid, List<Vring> vrings) {
    public Session {
      vrings = vrings == null ? List.of() : List.copyOf(vrings);
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
