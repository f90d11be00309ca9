package io.ringfence.server.request;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** The descriptors that came with a message. Those that no handler takes are closed with it. */
public final class ReceivedFds implements AutoCloseable {
  private final Queue<Fd> left;

  public ReceivedFds(List<Fd> fds) {
    left = new ArrayDeque<>(fds);
  }

  /** Takes the next one. */
  public Fd take() {
    return left.remove();
  }

  /** Takes all of them. */
  public List<Fd> takeAll() {
    List<Fd> all = List.copyOf(left);
    left.clear();
    return all;
  }

  /**
   * Takes an eventfd that the driver signals; null if none came.
   *
   * @throws RefusedException for another kind, or one that cannot be read
   */
  public EventFd takeKick() throws RefusedException {
    if (!left.isEmpty() && !left.peek().isReadable()) {
      throw new RefusedException(
          "a kick descriptor that is not open for reading; send the reading end of a pipe, or an"
              + " eventfd");
    }
    return takeEvent();
  }

  /**
   * Takes an eventfd by which the driver is signalled; null if none came.
   *
   * @param name its name in messages
   * @throws RefusedException for another kind, or one that cannot be written
   */
  public EventFd takeSignal(String name) throws RefusedException {
    if (!left.isEmpty() && !EventFd.canSignal(left.peek())) {
      throw new RefusedException(
          name
              + " descriptor that cannot be signalled: not open for writing, or nobody at its other"
              + " end; send an eventfd, or the writing end of a pipe or socket that is read");
    }
    return takeEvent();
  }

  /** Takes an eventfd, or a pipe or socket in its place. Any other file might block a worker. */
  private EventFd takeEvent() throws RefusedException {
    if (left.isEmpty()) {
      return null;
    }
    if (!EventFd.isEvent(left.peek())) {
      throw new RefusedException(
          "a descriptor that is no eventfd, pipe or socket; allowed are these three");
    }
    var event = new EventFd(left.peek()); // otherwise the caller closes it
    left.remove();
    return event;
  }

  @Override
  public void close() {
    left.forEach(Fd::close);
  }
}
