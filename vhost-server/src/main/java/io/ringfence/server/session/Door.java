package io.ringfence.server.session;

import io.ringfence.server.os.Fd;
import java.io.IOException;
import java.util.List;

/** Where front-ends come in. Nobody does before {@link #open}. */
public interface Door extends AutoCloseable {
  /**
   * Begins to let front-ends in.
   *
   * @param present those that are there already; they are served as if they had just come in
   */
  void open(List<Visit> present);

  /** Lets nobody in for the time being; when this returns nobody is on the way in. */
  void shut();

  /** Undoes {@link #shut}. */
  void reopen();

  /** Front-ends that have connected and wait for a place. */
  List<WaitingFrontEnd> waiting();

  /** The socket that listens; null where the daemon connects. */
  Fd socket();

  /** After {@link #shut}: leaves the door to another process; the socket's file stays. */
  void abandon();

  @Override
  void close() throws IOException;
}
