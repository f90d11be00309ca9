package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What no socket library does. */
public final class Sockets {
  private static final MethodHandle SOCKET = Libc.function("socket", INT, INT, INT, INT);
  private static final MethodHandle DUP3 = Libc.function("dup3", INT, INT, INT, INT);

  private static final int AF_UNIX = 1;
  private static final int STREAM_CLOEXEC = 1 | 0x80000;
  private static final int O_CLOEXEC = 0x80000;

  private Sockets() {}

  /**
   * Takes an open socket away from an owner whose close would shut it down for every process that
   * holds it. The number stays the owner's, and leads to a socket that is connected to nobody.
   *
   * @param number the owner's, which nobody uses meanwhile
   * @return the socket under a number of its own
   */
  public static Fd detach(int number) {
    Fd owners = Fd.adopt(number);
    Fd taken = owners.dup();
    try (Fd nobody = unconnected()) {
      replace(nobody, number);
      return taken;
    } catch (RuntimeException e) {
      taken.close();
      throw e;
    }
  }

  private static Fd unconnected() {
    MemorySegment errno = Libc.errnoBuffer();
    try {
      int number = (int) SOCKET.invokeExact(errno, AF_UNIX, STREAM_CLOEXEC, 0);
      return Fd.adopt((int) OsException.check(Libc.result(number, errno), "socket", "AF_UNIX"));
    } catch (Throwable thrown) {
      throw Libc.unexpected(thrown);
    }
  }

  private static void replace(Fd by, int number) {
    MemorySegment errno = Libc.errnoBuffer();
    try {
      int result = (int) DUP3.invokeExact(errno, by.number(), number, O_CLOEXEC);
      OsException.check(Libc.result(result, errno), "dup3 to fd " + number, "");
    } catch (Throwable thrown) {
      throw Libc.unexpected(thrown);
    }
  }
}
