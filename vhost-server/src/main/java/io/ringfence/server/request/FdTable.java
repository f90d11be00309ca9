package io.ringfence.server.request;

import io.ringfence.server.os.Fd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Descriptors that accompany a text, which refers to them by index. The sender keeps them. The
 * receiver takes each once, and closes those not taken.
 */
public final class FdTable implements AutoCloseable {
  private final List<Fd> fds;

  /** Creates an empty table for sending. */
  public FdTable() {
    fds = new ArrayList<>();
  }

  /** Creates a table of received descriptors. */
  public FdTable(List<Fd> received) {
    fds = Arrays.asList(received.toArray(Fd[]::new));
  }

  /** Returns the descriptors in order of insertion. */
  public List<Fd> all() {
    return List.copyOf(fds);
  }

  /** Adds one and returns its index; null for none. */
  public Integer put(Fd fd) {
    if (fd == null) {
      return null;
    }
    fds.add(fd);
    return fds.size() - 1;
  }

  /**
   * Takes one by index; null for none.
   *
   * @throws RefusedException if the index has none, or it was taken
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

  /** Closes the descriptors that were not taken. */
  @Override
  public void close() {
    for (Fd fd : fds) {
      if (fd != null) {
        fd.close();
      }
    }
  }
}
