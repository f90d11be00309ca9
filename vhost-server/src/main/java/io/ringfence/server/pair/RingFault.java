package io.ringfence.server.pair;

/** Reports that a ring cannot be served: the driver violated its rules, or its memory is gone. */
public final class RingFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** For messages: when a broken ring is served again. */
  public static final String UNTIL_RESET =
      "the ring stays stopped until the guest's driver restarts it (reboot, or unbind and bind)";

  private final RingRole role;

  /** Creates a fault of one ring of the pair; the message is the cause's. */
  public RingFault(RingRole role, Throwable cause) {
    super(cause.getMessage(), cause);
    this.role = role;
  }

  /** Returns the role of the ring. */
  public RingRole role() {
    return role;
  }
}
