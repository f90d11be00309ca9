package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The mode that new files get. */
public final class FileMode {
  private static final MethodHandle UMASK = Libc.function("umask", INT, INT);
  private static final int OWNER_ONLY = 0177;

  private FileMode() {}

  /** Something to do that may fail. */
  @FunctionalInterface
  public interface Action<E extends Exception> {
    /** Does it. */
    void run() throws E;
  }

  /**
   * Runs an action during which new files get mode 0600 at most. The mask is the process's, so
   * other threads' files get it too.
   */
  public static <E extends Exception> void ownerOnly(Action<E> action) throws E {
    int before = umask(OWNER_ONLY);
    try {
      action.run();
    } finally {
      umask(before);
    }
  }

  private static int umask(int mask) {
    MemorySegment errno = Libc.errnoBuffer();
    try {
      return (int) UMASK.invokeExact(errno, mask);
    } catch (Throwable thrown) {
      throw Libc.unexpected(thrown);
    }
  }
}
