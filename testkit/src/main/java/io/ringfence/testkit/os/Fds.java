package io.ringfence.testkit.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Operations on any file descriptor. */
public final class Fds {
  static final int POLLIN = 1;
  static final int POLLOUT = 4;

  private static final long POLLFD_BYTES = 8;
  private static final long POLLFD_EVENTS = 4;

  private Fds() {}

  /**
   * Returns true as soon as {@code fd} is readable or at its end of stream, false after {@code
   * timeoutMillis}; 0 polls once.
   */
  public static boolean readable(int fd, long timeoutMillis) {
    return ready(fd, POLLIN, timeoutMillis);
  }

  static boolean ready(int fd, int events, long timeoutMillis) {
    long deadline = System.nanoTime() + timeoutMillis * 1_000_000;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(POLLFD_BYTES, JAVA_LONG.byteAlignment());
      poll.set(JAVA_INT, 0, fd);
      poll.set(JAVA_SHORT, POLLFD_EVENTS, (short) events);
      while (true) {
        long left = Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
        int n = LinuxCalls.poll(poll, 1, (int) Math.min(left, Integer.MAX_VALUE));
        if (n > 0) {
          return true;
        }
        if (n < 0 && LinuxCalls.errno() != LinuxCalls.EINTR) {
          throw new OsError("poll of fd " + fd, LinuxCalls.errno());
        }
        if (System.nanoTime() - deadline >= 0) {
          return false;
        }
      }
    }
  }

  /**
   * Returns the number of open file descriptors of a process of this user, for a comparison before
   * and after.
   */
  public static int open(long pid) {
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      return (int) open.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes a file descriptor that the caller owns. */
  public static void close(int fd) {
    LinuxCalls.close(fd);
  }
}
