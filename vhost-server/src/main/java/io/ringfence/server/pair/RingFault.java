package io.ringfence.server.pair;

/** A ring can no longer be served: the driver broke its rules, or its memory went away. */
public final class RingFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How a broken ring is served again, for messages. */
  public static final String UNTIL_RESET =
      "the ring stays stopped until the guest's driver starts it anew (reboot, or unbind and bind)";

  private final RingRole role;

  /** A fault of one ring of the pair; the message is the cause's. */
  public RingFault(RingRole role, Throwable cause) {
    super(cause.getMessage(), cause);
    this.role = role;
  }

  /** Which ring of the pair. */
  public RingRole role() {
    return role;
  }
}
