package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** The state of a descriptor as {@code poll(2)} reports it, without waiting. */
public final class Poll {
  private static final LibcFunction POLL = LibcFunction.ofInt("poll");

  private static final int POLLFD_BYTES = 8; // int fd, short events, short revents
  private static final int POLLOUT = 0x4;
  private static final int POLLERR = 0x8;
  private static final int POLLHUP = 0x10;

  private Poll() {}

  /** Returns whether the other end of a pipe or socket is closed, even if unread data remains. */
  public static boolean hasHungUp(Fd fd) {
    return (look(fd, 0) & (POLLERR | POLLHUP)) != 0;
  }

  /** Returns whether a write would block. */
  static boolean isFull(Fd fd) {
    return (look(fd, POLLOUT) & (POLLOUT | POLLERR | POLLHUP)) == 0;
  }

  private static int look(Fd fd, int events) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(POLLFD_BYTES, 4);
      poll.set(INT, 0, fd.number());
      poll.set(INT, 4, events);
      long result;
      do {
        result = POLL.call(poll.address(), 1, 0);
      } while (result == -Errno.EINTR);
      OsException.check(result, "poll", fd);
      return poll.get(INT, 4) >>> 16;
    }
  }
}
