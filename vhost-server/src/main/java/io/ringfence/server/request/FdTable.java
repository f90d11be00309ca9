package io.ringfence.server.request;

import io.ringfence.server.os.Fd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Descriptors that travel beside a text, which names them by their place here. Who sends keeps
 * them; who receives takes each once, and closes what was not taken.
 */
public final class FdTable implements AutoCloseable {
  private final List<Fd> fds;

  /** An empty one, to put descriptors in. */
  public FdTable() {
    fds = new ArrayList<>();
  }

  /** One of received descriptors, to take them out. */
  public FdTable(List<Fd> received) {
    fds = Arrays.asList(received.toArray(Fd[]::new));
  }

  /** Descriptors in the order in which they were put in. */
  public List<Fd> all() {
    return List.copyOf(fds);
  }

  /** Puts one in; null for none. */
  public Integer put(Fd fd) {
    if (fd == null) {
      return null;
    }
    fds.add(fd);
    return fds.size() - 1;
  }

  /**
   * Takes one out; null for none.
   *
   * @throws RefusedException where there is none in that place, or not any more
   */
  public Fd take(Integer place) throws RefusedException {
    if (place == null) {
      return null;
    }
    Fd fd = place < 0 || place >= fds.size() ? null : fds.get(place);
    if (fd == null) {
      throw new RefusedException(
          "file descriptor %d of those that came; allowed are 0 to %d, each once"
              .formatted(place, fds.size() - 1));
    }
    fds.set(place, null);
    return fd;
  }

  /** Closes what was not taken. */
  @Override
  public void close() {
    for (Fd fd : fds) {
      if (fd != null) {
        fd.close();
      }
    }
  }
}
