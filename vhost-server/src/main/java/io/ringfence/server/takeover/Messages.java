package io.ringfence.server.takeover;

import io.ringfence.server.session.RingPlace;
import io.ringfence.server.session.SessionRecord;
import io.ringfence.server.uplink.PortRecord;
import java.util.List;

/** What the two processes tell each other, in this order. */
final class Messages {
  /** Changes with any change of a message or of a record in it. */
  static final int FORMAT = 1;

  private Messages() {}

  /** Types on the wire, by their ordinal. */
  enum Type {
    /** New to old: {@link Hello}. */
    HELLO,
    /** Old to new: {@link ConfigRecord}. Everything goes on. */
    CONFIG,
    /** New to old: {@link Nothing}. It is ready to take things. */
    PREPARE,
    /** Old to new: {@link State} and descriptors. Sessions stand still, rings go on. */
    STATE,
    /** New to old: {@link Nothing}. All is mapped and built. */
    COMMIT,
    /** Old to new: {@link Places}. Rings are stopped. */
    PLACES,
    /** New to old: {@link Nothing}. When it is in the old one's socket, the new one serves. */
    START,
    /** Either to the other, before START: {@link Refusal}. */
    REFUSAL
  }

  record Nothing() {}

  /**
   * The new process introduces itself.
   *
   * @param format its {@link #FORMAT}
   * @param pid its process id
   */
  record Hello(int format, long pid) {}

  /** Why one side gives up. */
  record Refusal(String why) {}

  /**
   * What the daemon serves. Descriptors are places among those that came along.
   *
   * @param listening the listening socket; null where the daemon connects
   * @param uplink the uplink's
   * @param rehearsal places as PLACES will have them, but out of date: what is done with those is
   *     done once before, while frames still pass
   */
  record State(
      Integer listening, List<Integer> uplink, List<SessionRecord> sessions, Places rehearsal) {}

  /**
   * Where everything stands.
   *
   * @param stoppedNanos when the rings were stopped, ns of CLOCK_MONOTONIC
   * @param sessions in the order of {@link State}, their rings
   * @param ports of the uplink
   */
  record Places(long stoppedNanos, List<List<RingPlace>> sessions, List<PortRecord> ports) {}
}
