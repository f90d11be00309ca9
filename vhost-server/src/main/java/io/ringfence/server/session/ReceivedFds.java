package io.ringfence.server.session;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The descriptors that came with a message. Those that no handler takes are closed with it. */
final class ReceivedFds implements AutoCloseable {
  private final Queue<Fd> left;

  ReceivedFds(List<Fd> fds) {
    left = new ArrayDeque<>(fds);
  }

  /** Hands over the next one. */
  Fd take() {
    return left.remove();
  }

  /** Hands over all of them. */
  List<Fd> takeAll() {
    List<Fd> all = List.copyOf(left);
    left.clear();
    return all;
  }

  /**
   * Hands over an eventfd, or a pipe or socket in its place; null where none came.
   *
   * @throws RefusedException for any other kind, on which a worker might wait for its front-end
   */
  EventFd takeEvent() throws RefusedException {
    if (left.isEmpty()) {
      return null;
    }
    if (!EventFd.isEvent(left.peek())) {
      throw new RefusedException(
          "a descriptor that is no eventfd, pipe or socket; allowed are these three");
    }
    var event = new EventFd(left.peek()); // where it is none, it stays to be closed
    left.remove();
    return event;
  }

  @Override
  public void close() {
    left.forEach(Fd::close);
  }
}
