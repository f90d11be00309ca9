package io.ringfence.server.session;

import io.ringfence.server.os.Fd;
import java.io.IOException;
import java.util.List;

/** The vhost-user socket: where front-ends connect, or the daemon to them, after {@link #open}. */
public interface Endpoint extends AutoCloseable {
  /**
   * Begins to admit front-ends.
   *
   * @param present those that are there already; they are served as if they had just come in
   */
  void open(List<Session> present);

  /** Admits nobody until {@link #reopen}; when this returns nobody is being admitted. */
  void shut();

  /** Undoes {@link #shut}. */
  void reopen();

  /** Front-ends that have connected and wait for a place. */
  List<WaitingFrontEnd> waiting();

  /** The socket that listens; null where the daemon connects. */
  Fd socket();

  /** After {@link #shut}: leaves the socket to another process; the socket's file stays. */
  void abandon();

  @Override
  void close() throws IOException;
}
