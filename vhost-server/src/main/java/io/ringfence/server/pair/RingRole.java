package io.ringfence.server.pair;

import java.util.Locale;

/** The role of a ring of a queue pair, named from the driver's side (VIRTIO 1.3, 5.1.2). */
public enum RingRole {
  /** receiveq: the device writes frames into it. Even vring indices. */
  RX,
  /** transmitq: the device reads frames from it. Odd vring indices. */
  TX;

  /** Returns the role of a vring index. */
  public static RingRole of(int vringIndex) {
    return vringIndex % 2 == 0 ? RX : TX;
  }

  /** Returns the name in logs and statistics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
