package io.ringfence.server.os;

/**
 * A system call failed: the call, its argument, the error's name and, where it is known, what to
 * do. Unchecked, since most of them are our bugs or a machine out of resources.
 */
public final class OsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  OsException(String callAndArgument, int errno) {
    super(callAndArgument + ": " + Errno.name(errno));
    this.errno = errno;
  }

  OsException(String callAndArgument, int errno, String whatToDo) {
    super(callAndArgument + ": " + Errno.name(errno) + "; " + whatToDo);
    this.errno = errno;
  }

  /** One of {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** Passes a result on unless it is minus an errno. */
  static long check(long result, String call, Object argument) {
    if (result < 0) {
      throw new OsException(call + " " + argument, (int) -result);
    }
    return result;
  }
}
