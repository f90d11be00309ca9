package io.ringfence.server.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the other end does in these tests: makes real memfds, sockets and pipes, and sends them. */
public final class Kernel {
  private static final MemoryLayout INT = JAVA_INT;

  private Kernel() {}

  /** A memfd of so many bytes, sealable. Its name is what {@link #openFds} counts. */
  public static Fd memfd(String name, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      // MFD_CLOEXEC, MFD_ALLOW_SEALING
      Fd fd = Fd.adopt((int) call("memfd_create", arena.allocateFrom(name), 3));
      truncate(fd, bytes);
      return fd;
    }
  }

  public static void truncate(Fd fd, long bytes) {
    call("ftruncate", fd.number(), bytes);
  }

  /** Two connected stream sockets. */
  static Fd[] socketPair() {
    return pair("socketpair", 1, 1 | 0x80000, 0);
  }

  /** A Unix stream socket that listens at a path, which must be free. */
  public static Fd listen(Path path) {
    byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(2 + name.length + 1, 2);
      address.set(JAVA_SHORT, 0, (short) 1); // AF_UNIX
      address.asSlice(2, name.length).copyFrom(MemorySegment.ofArray(name));
      Fd fd = Fd.adopt((int) call("socket", 1, 1 | 0x80000, 0));
      call("bind", fd.number(), address, (int) address.byteSize());
      call("listen", fd.number(), 16);
      return fd;
    }
  }

  /** The next connection of a socket that listens. */
  public static Fd accept(Fd listening) {
    return Fd.adopt(
        (int) call("accept4", listening.number(), MemorySegment.NULL, MemorySegment.NULL, 0x80000));
  }

  /** Reading end, writing end. */
  public static Fd[] pipe() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment two = arena.allocate(8, 4);
      call("pipe2", two, 0x80000);
      return fds(two);
    }
  }

  private static Fd[] pair(String function, int a, int b, int c) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment two = arena.allocate(8, 4);
      call(function, a, b, c, two);
      return fds(two);
    }
  }

  private static Fd[] fds(MemorySegment two) {
    return new Fd[] {Fd.adopt(two.get(JAVA_INT, 0)), Fd.adopt(two.get(JAVA_INT, 4))};
  }

  /** One {@code sendmsg} of bytes and so many copies of a descriptor. */
  static void send(Fd socket, byte[] bytes, Fd sent, int copies) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment iovec = arena.allocate(16, 8);
      iovec.set(JAVA_LONG, 0, arena.allocate(Math.max(1, bytes.length)).address());
      MemorySegment.ofAddress(iovec.get(JAVA_LONG, 0))
          .reinterpret(bytes.length)
          .copyFrom(MemorySegment.ofArray(bytes));
      iovec.set(JAVA_LONG, 8, bytes.length);
      MemorySegment header = arena.allocate(56, 8);
      header.set(JAVA_LONG, 16, iovec.address());
      header.set(JAVA_LONG, 24, 1);
      if (copies > 0) {
        header.set(JAVA_LONG, 32, rights(arena, sent, copies).address());
        header.set(JAVA_LONG, 40, 16 + 4L * copies);
      }
      long count = call("sendmsg", socket.number(), header, 0);
      if (count != bytes.length) {
        throw new IllegalStateException("sent " + count + " of " + bytes.length + " bytes");
      }
    }
  }

  private static MemorySegment rights(Arena arena, Fd sent, int copies) {
    MemorySegment control = arena.allocate(16 + 4L * copies + 8, 8);
    control.set(JAVA_LONG, 0, 16 + 4L * copies);
    control.set(JAVA_INT, 8, 1);
    control.set(JAVA_INT, 12, 1);
    for (int i = 0; i < copies; i++) {
      control.set(JAVA_INT, 16 + 4L * i, sent.number());
    }
    return control;
  }

  /** Writes one u64, as an eventfd wants it. */
  static void writeLong(Fd fd, long value) {
    try (Arena arena = Arena.ofConfined()) {
      call("write", fd.number(), arena.allocateFrom(JAVA_LONG, value), 8L);
    }
  }

  /** Reads up to 8 bytes; the u64 of an eventfd. */
  static long readLong(Fd fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(8, 8);
      call("read", fd.number(), value, 8L);
      return value.get(JAVA_LONG, 0);
    }
  }

  /** Descriptors of this process whose link contains a text. */
  public static long openFds(String text) {
    try (Stream<Path> links = Files.list(Path.of("/proc/self/fd"))) {
      return links.filter(link -> target(link).contains(text)).count();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (NoSuchFileException closedMeanwhile) {
      return "";
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Whether a descriptor is closed when another program is started. */
  static boolean closeOnExec(Fd fd) {
    return (fd.fcntl(1, 0) & 1) != 0;
  }

  /** Calls a function of the C library with int, long and pointer arguments. */
  public static long call(String function, Object... arguments) {
    MemoryLayout[] layouts = Stream.of(arguments).map(Kernel::layout).toArray(MemoryLayout[]::new);
    Linker linker = Linker.nativeLinker();
    try {
      Object result =
          linker
              .downcallHandle(
                  linker.defaultLookup().find(function).orElseThrow(),
                  FunctionDescriptor.of(JAVA_LONG, layouts))
              .invokeWithArguments(List.of(arguments));
      // An int result leaves the upper half undefined; none of these counts passes an int.
      long value = ((Long) result).intValue();
      if (value < 0) {
        throw new IllegalStateException(function + " returned " + value);
      }
      return value;
    } catch (RuntimeException | Error failed) {
      throw failed;
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static MemoryLayout layout(Object argument) {
    return switch (argument) {
      case Integer i -> INT;
      case Long l -> JAVA_LONG;
      default -> ADDRESS;
    };
  }
}
