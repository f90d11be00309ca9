package io.ringfence.server.uplink;

/** One front-end's ports on an uplink, from the front-end's connection to its end. */
public interface Attachment extends AutoCloseable {
  /**
   * Returns the port of a queue pair: the same one at each call.
   *
   * @param pair number of the queue pair, from 0
   */
  Port port(int pair);

  /** Detaches the front-end, after its rings have stopped. Another one may attach then. */
  @Override
  void close();
}
