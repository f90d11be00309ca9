package io.ringfence.server.os;

/**
 * A system call failed. The message has the call, its argument, the error's name and, if known, an
 * action. Unchecked, since most are bugs of the daemon or a machine out of resources.
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

  /** Returns one of {@link Errno}. */
  public int errno() {
    return errno;
  }

  /** Returns a result unless it is minus an errno; throws then. */
  static long check(long result, String call, Object argument) {
    if (result < 0) {
      throw new OsException(call + " " + argument, (int) -result);
    }
    return result;
  }
}
