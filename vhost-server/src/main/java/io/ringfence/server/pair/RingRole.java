package io.ringfence.server.pair;

import java.util.Locale;

/** What a ring of a queue pair is for, named from the driver's side (VIRTIO 1.3, 5.1.2). */
public enum RingRole {
  /** receiveq: the device writes frames into it. Even vring indices. */
  RX,
  /** transmitq: the device reads frames from it. Odd vring indices. */
  TX;

  /** The role of a vring index. */
  public static RingRole of(int vringIndex) {
    return vringIndex % 2 == 0 ? RX : TX;
  }

  /** For logs and statistics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
