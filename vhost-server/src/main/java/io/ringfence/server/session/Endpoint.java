package io.ringfence.server.session;

import io.ringfence.server.os.Fd;
import java.io.IOException;
import java.util.List;

/**
 * The vhost-user socket, to which front-ends connect, or from which the daemon connects, after
 * {@link #open}.
 */
public interface Endpoint extends AutoCloseable {
  /**
   * Starts to admit front-ends.
   *
   * @param present connected front-ends, served as if they had just connected
   */
  void open(List<Session> present);

  /** Admits no front-end until {@link #reopen}. On return no admission is under way. */
  void shut();

  /** Reverses {@link #shut}. */
  void reopen();

  /** Returns the front-ends that have connected and wait for a place. */
  List<WaitingFrontEnd> waiting();

  /** Returns the listening socket; null if the daemon connects. */
  Fd socket();

  /** Leaves the socket to another process, after {@link #shut}. The socket's file stays. */
  void abandon();

  @Override
  void close() throws IOException;
}
