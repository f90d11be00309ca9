package io.ringfence.server.uplink;

/**
 * A port of an uplink's kind with nobody behind it. A data path that runs over it runs the code of
 * the real uplink, with the same kinds of objects.
 */
public interface Rehearsal extends AutoCloseable {
  /** The port. */
  Port port();

  /** Returns the frame that the data path sent last to its port, so that it can be received. */
  void reflect();

  @Override
  void close();
}
