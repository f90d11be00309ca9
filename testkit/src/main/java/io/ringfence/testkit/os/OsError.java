package io.ringfence.testkit.os;

import java.util.Map;

/** A system call was refused. The message names the call and the errno. */
public final class OsError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  public static final int ECONNRESET = 104;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "EPERM"),
          Map.entry(2, "ENOENT"),
          Map.entry(9, "EBADF"),
          Map.entry(11, "EAGAIN"),
          Map.entry(12, "ENOMEM"),
          Map.entry(13, "EACCES"),
          Map.entry(16, "EBUSY"),
          Map.entry(22, "EINVAL"),
          Map.entry(24, "EMFILE"),
          Map.entry(32, "EPIPE"),
          Map.entry(98, "EADDRINUSE"),
          Map.entry(ECONNRESET, "ECONNRESET"),
          Map.entry(107, "ENOTCONN"),
          Map.entry(109, "ETOOMANYREFS"),
          Map.entry(111, "ECONNREFUSED"));

  private final int errno;

  OsError(String call, int errno) {
    super(call + ": errno " + errno + " (" + NAMES.getOrDefault(errno, "see errno(3)") + ")");
    this.errno = errno;
  }

  /** Returns the kernel's number, as in errno(3) of Linux. */
  public int errno() {
    return errno;
  }
}
