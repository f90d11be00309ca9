package io.ringfence.server.takeover;

import io.ringfence.server.device.RingPlace;
import io.ringfence.server.records.Default;
import io.ringfence.server.records.KeepsUnknown;
import io.ringfence.server.records.Required;
import io.ringfence.server.session.SessionRecord;
import io.ringfence.server.uplink.PortRecord;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The messages between the two processes, in order. HELLO, REFUSAL, the format in CONFIG and the
 * frames of {@link Wire} are the same in every format.
 */
final class Messages {
  private Messages() {}

  /** The types of messages. A number is never reused. */
  enum Type {
    /** New to old: {@link Hello}. */
    HELLO(0),
    /** Old to new: {@link Config}. Everything continues. */
    CONFIG(1),
    /** New to old: {@link Nothing}. It is ready for the state. */
    PREPARE(2),
    /** Old to new: {@link State} and descriptors. Sessions pause, rings continue. */
    STATE(3),
    /** New to old: {@link Nothing}. All is mapped and built. */
    COMMIT(4),
    /** Old to new: {@link Places}. Rings are stopped. */
    PLACES(5),
    /** New to old: {@link Nothing}. Once it is in the old process's socket, the new one serves. */
    START(6),
    /** Either to the other, before START: {@link Refusal}. */
    REFUSAL(7);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    /** Returns the number on the wire. */
    int code() {
      return code;
    }

    /**
     * Returns the type of a number.
     *
     * @throws HandOverException if this version has none; a new type takes a new format
     */
    static Type of(int code) throws HandOverException {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      String known =
          Stream.of(values()).map(one -> one + " " + one.code).collect(Collectors.joining(", "));
      throw new HandOverException("message of type %d; allowed are %s".formatted(code, known));
    }
  }

  record Nothing() {}

  /**
   * The new process introduces itself.
   *
   * @param formats that it supports
   * @param pid its process id, for the log
   */
  record Hello(@Required Formats formats, long pid) {}

  /**
   * The old process answers.
   *
   * @param format the format of all that follows: the highest that both support
   * @param daemon its configuration
   */
  @KeepsUnknown
  record Config(@Required int format, @Required ConfigRecord daemon) {}

  /** The reason of a refusal by one side. */
  record Refusal(@Default("no reason given") String why) {}

  /**
   * The daemon's state. Descriptors are indexes into those of the message.
   *
   * @param listening the listening socket; null if the daemon connects
   * @param uplink the uplink's
   * @param rehearsal outdated positions in the form of PLACES: they are processed once in advance,
   *     while frames still pass; null omits that
   */
  @KeepsUnknown
  record State(
      Integer listening,
      List<Integer> uplink,
      @Required List<SessionRecord> sessions,
      Places rehearsal) {}

  /**
   * The positions of rings and ports.
   *
   * @param stoppedNanos when the rings were stopped, ns of CLOCK_MONOTONIC, for the log; 0 if
   *     unknown
   * @param sessions in the order of {@link State}, their rings
   * @param ports of the uplink
   */
  record Places(
      long stoppedNanos, @Required List<List<RingPlace>> sessions, List<PortRecord> ports) {}
}
