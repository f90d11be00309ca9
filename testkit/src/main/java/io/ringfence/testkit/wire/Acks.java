package io.ringfence.testkit.wire;

/**
 * The messages for which a front-end sets need_reply, once VHOST_USER_PROTOCOL_F_REPLY_ACK is
 * negotiated.
 */
public enum Acks {
  NEVER,
  /** For changes of memory and the MTU, as QEMU 7.2 does. */
  SOME,
  /**
   * For every message, including those with a reply of their own: the back-end must answer them
   * once.
   */
  ALWAYS
}
