package io.ringfence.testkit.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The system calls of a front-end, one method each, for 64-bit Linux. x86-64 and aarch64 agree on
 * every number used here.
 *
 * <p>Unless the method states otherwise, it returns the kernel's result or throws {@link OsError}
 * with the call's name and errno.
 */
final class LinuxCalls {
  static final int EINTR = 4;
  static final int EAGAIN = 11;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option CAPTURE = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> CAPTURED =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(STATE));

  private static final MethodHandle EVENTFD =
      of("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle MEMFD =
      of("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle TRUNCATE =
      of("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle FCNTL =
      of(
          "fcntl",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle MMAP =
      of(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      of("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle READ =
      of("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle WRITE =
      of("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle CLOSE = of("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle POLL =
      of("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SOCKET =
      of("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle CONNECT =
      of("connect", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle BIND =
      of("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle LISTEN =
      of("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle ACCEPT =
      of("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle SHUTDOWN =
      of("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SENDMSG =
      of("sendmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle RECVMSG =
      of("recvmsg", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private LinuxCalls() {}

  private static MethodHandle of(String name, FunctionDescriptor type, Linker.Option... more) {
    Linker.Option[] options = java.util.Arrays.copyOf(more, more.length + 1);
    options[more.length] = CAPTURE;
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
  }

  /**
   * Returns the errno of this thread's last call. Valid only directly after a call that returned
   * -1.
   */
  static int errno() {
    return (int) ERRNO.get(CAPTURED.get(), 0L);
  }

  private static long check(String call, long result) {
    if (result == -1) {
      throw new OsError(call, errno());
    }
    return result;
  }

  private static RuntimeException rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException e ? e : new IllegalStateException(thrown);
  }

  static int eventfd(int initial, int flags) {
    try {
      return (int) check("eventfd", (int) EVENTFD.invokeExact(CAPTURED.get(), initial, flags));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static int memfdCreate(String name, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          check(
              "memfd_create",
              (int) MEMFD.invokeExact(CAPTURED.get(), arena.allocateFrom(name), flags));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void ftruncate(int fd, long bytes) {
    try {
      check(
          "ftruncate to " + bytes + " bytes",
          (int) TRUNCATE.invokeExact(CAPTURED.get(), fd, bytes));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static int fcntl(int fd, int command, int argument) {
    try {
      return (int)
          check("fcntl " + command, (int) FCNTL.invokeExact(CAPTURED.get(), fd, command, argument));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static long mmap(long at, long bytes, int protection, int flags, int fd, long offset) {
    try {
      return check(
          "mmap of " + bytes + " bytes",
          (long) MMAP.invokeExact(CAPTURED.get(), at, bytes, protection, flags, fd, offset));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void munmap(long at, long bytes) {
    try {
      check("munmap", (int) MUNMAP.invokeExact(CAPTURED.get(), at, bytes));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /**
   * Returns the bytes read, or -1 with {@link #errno()} set: a non-blocking reader gets EAGAIN as a
   * result.
   */
  static long read(int fd, MemorySegment into, long bytes) {
    try {
      return (long) READ.invokeExact(CAPTURED.get(), fd, into, bytes);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** Returns the bytes written, or -1 with {@link #errno()} set. */
  static long write(int fd, MemorySegment from, long bytes) {
    try {
      return (long) WRITE.invokeExact(CAPTURED.get(), fd, from, bytes);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void close(int fd) {
    try {
      check("close of fd " + fd, (int) CLOSE.invokeExact(CAPTURED.get(), fd));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /**
   * Returns the result of poll(2), or -1 with {@link #errno()} set. The caller handles EINTR by its
   * deadline.
   */
  static int poll(MemorySegment fds, long count, int timeoutMillis) {
    try {
      return (int) POLL.invokeExact(CAPTURED.get(), fds, count, timeoutMillis);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static int socket(int family, int type) {
    try {
      return (int) check("socket", (int) SOCKET.invokeExact(CAPTURED.get(), family, type, 0));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void connect(int fd, MemorySegment address, String shown) {
    try {
      check(
          "connect to " + shown,
          (int) CONNECT.invokeExact(CAPTURED.get(), fd, address, (int) address.byteSize()));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void bind(int fd, MemorySegment address, String shown) {
    try {
      check(
          "bind to " + shown,
          (int) BIND.invokeExact(CAPTURED.get(), fd, address, (int) address.byteSize()));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void listen(int fd, int backlog) {
    try {
      check("listen", (int) LISTEN.invokeExact(CAPTURED.get(), fd, backlog));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static int accept(int fd, int flags) {
    try {
      return (int)
          check(
              "accept",
              (int)
                  ACCEPT.invokeExact(
                      CAPTURED.get(), fd, MemorySegment.NULL, MemorySegment.NULL, flags));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void shutdown(int fd, int how) {
    try {
      check("shutdown", (int) SHUTDOWN.invokeExact(CAPTURED.get(), fd, how));
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** Returns the bytes sent, or -1 with {@link #errno()} set. */
  static long sendmsg(int fd, MemorySegment message, int flags) {
    try {
      return (long) SENDMSG.invokeExact(CAPTURED.get(), fd, message, flags);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /** Returns the bytes received, 0 at the end of the stream, or -1 with {@link #errno()} set. */
  static long recvmsg(int fd, MemorySegment message, int flags) {
    try {
      return (long) RECVMSG.invokeExact(CAPTURED.get(), fd, message, flags);
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }
}
