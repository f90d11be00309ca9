package io.ringfence.server.uplink;

/** Where a daemon's frames go to and come from. Opened once; front-ends get ports on it. */
public interface Uplink extends AutoCloseable {
  /** The text that {@link Uplinks#open} made it from. */
  String spec();

  /**
   * The offload features it honours, as a mask of {@link io.ringfence.protocol.VirtioFeature}: only
   * these are offered to a front-end.
   */
  long offloads();

  /** How many front-ends can use it at a time. */
  int mostSessions();

  /** A queue pair's place on it. */
  Port port(int pair);

  @Override
  void close();
}
