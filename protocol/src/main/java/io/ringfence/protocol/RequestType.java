package io.ringfence.protocol;

import static io.ringfence.protocol.Range.between;
import static io.ringfence.protocol.Range.exactly;

import java.util.Optional;

/**
 * The table of front-end messages: code, payload bytes, file descriptors, answer. A constant's name
 * is the specification's without {@code VHOST_USER_}. Each message is checked against the table
 * before any handler. A code outside the table is an unknown request.
 */
public enum RequestType {
  // code, payload bytes, fds, answer
  GET_FEATURES(1, exactly(0), exactly(0), Answer.REPLY),
  SET_FEATURES(2, exactly(8), exactly(0), Answer.ACK),
  SET_OWNER(3, exactly(0), exactly(0), Answer.ACK),
  RESET_OWNER(4, exactly(0), exactly(0), Answer.ACK),
  SET_MEM_TABLE(5, between(40, 264), between(1, 8), Answer.ACK),
  // The reply carries LOG_SHMFD, with or without need_reply.
  SET_LOG_BASE(6, exactly(16), exactly(1), Answer.REPLY),
  SET_LOG_FD(7, exactly(0), exactly(1), Answer.ACK),
  SET_VRING_NUM(8, exactly(8), exactly(0), Answer.ACK),
  SET_VRING_ADDR(9, exactly(40), exactly(0), Answer.ACK),
  SET_VRING_BASE(10, exactly(8), exactly(0), Answer.ACK),
  GET_VRING_BASE(11, exactly(8), exactly(0), Answer.REPLY),
  SET_VRING_KICK(12, exactly(8), between(0, 1), Answer.ACK),
  SET_VRING_CALL(13, exactly(8), between(0, 1), Answer.ACK),
  SET_VRING_ERR(14, exactly(8), between(0, 1), Answer.ACK),
  GET_PROTOCOL_FEATURES(15, exactly(0), exactly(0), Answer.REPLY),
  SET_PROTOCOL_FEATURES(16, exactly(8), exactly(0), Answer.ACK),
  GET_QUEUE_NUM(17, exactly(0), exactly(0), Answer.REPLY),
  SET_VRING_ENABLE(18, exactly(8), exactly(0), Answer.ACK),
  SEND_RARP(19, exactly(8), exactly(0), Answer.ACK),
  NET_SET_MTU(20, exactly(8), exactly(0), Answer.ACK),
  SET_BACKEND_REQ_FD(21, exactly(0), exactly(1), Answer.ACK),
  IOTLB_MSG(22, exactly(32), exactly(0), Answer.REPLY),
  GET_CONFIG(24, between(12, 268), exactly(0), Answer.REPLY),
  SET_CONFIG(25, between(12, 268), exactly(0), Answer.ACK),
  POSTCOPY_ADVISE(28, exactly(0), exactly(0), Answer.REPLY),
  POSTCOPY_LISTEN(29, exactly(0), exactly(0), Answer.ACK),
  POSTCOPY_END(30, exactly(0), exactly(0), Answer.REPLY),
  // 20 bytes of fields; compilers pad the structure to 24.
  GET_INFLIGHT_FD(31, between(20, 24), exactly(0), Answer.REPLY),
  SET_INFLIGHT_FD(32, between(20, 24), exactly(1), Answer.ACK),
  RESET_DEVICE(34, exactly(0), exactly(0), Answer.ACK),
  GET_MAX_MEM_SLOTS(36, exactly(0), exactly(0), Answer.REPLY),
  ADD_MEM_REG(37, exactly(40), exactly(1), Answer.ACK),
  // The specification lets a back-end take one fd. This one closes it unused.
  REM_MEM_REG(38, exactly(40), between(0, 1), Answer.ACK),
  SET_STATUS(39, exactly(8), exactly(0), Answer.ACK),
  GET_STATUS(40, exactly(0), exactly(0), Answer.REPLY),
  SET_DEVICE_STATE_FD(42, exactly(8), exactly(1), Answer.REPLY),
  CHECK_DEVICE_STATE(43, exactly(0), exactly(0), Answer.REPLY);

  /** How a message is answered. */
  public enum Answer {
    /** One u64 if need_reply is set and REPLY_ACK negotiated, otherwise nothing. */
    ACK,
    /** A reply of its own, and no acknowledgement. */
    REPLY
  }

  private static final RequestType[] BY_CODE = new RequestType[44];

  static {
    for (RequestType type : values()) {
      BY_CODE[type.code] = type;
    }
  }

  private final int code;
  private final Range payload;
  private final Range fds;
  private final Answer answer;

  RequestType(int code, Range payload, Range fds, Answer answer) {
    this.code = code;
    this.payload = payload;
    this.fds = fds;
    this.answer = answer;
  }

  /** Returns the row of a code, or empty for a request outside the table. */
  public static Optional<RequestType> of(int code) {
    boolean inTable = code >= 0 && code < BY_CODE.length;
    return inTable ? Optional.ofNullable(BY_CODE[code]) : Optional.empty();
  }

  public int code() {
    return code;
  }

  public Answer answer() {
    return answer;
  }

  /**
   * Checks a message against its row.
   *
   * @param size payload in bytes
   * @param fdCount file descriptors that came with it
   * @throws ProtocolException if the row does not allow the size or the count
   */
  void check(int size, int fdCount) throws ProtocolException {
    if (!payload.allows(size)) {
      throw new ProtocolException(name() + ": payload of " + size + " bytes, allowed " + payload);
    }
    if (!fds.allows(fdCount)) {
      throw new ProtocolException(name() + ": " + fdCount + " file descriptors, allowed " + fds);
    }
  }
}
