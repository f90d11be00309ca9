package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Socket operations that the JDK lacks. */
public final class Sockets {
  private static final LibcFunction SOCKET = LibcFunction.ofInt("socket");
  private static final LibcFunction DUP3 = LibcFunction.ofInt("dup3");
  private static final LibcFunction GETPEERNAME = LibcFunction.ofInt("getpeername");

  private static final LibcFunction SOCKETPAIR = LibcFunction.ofInt("socketpair");

  private static final int AF_UNIX = 1;
  private static final int SEQPACKET_CLOEXEC_NONBLOCK = 5 | 0x80000 | 0x800;
  private static final int STREAM_CLOEXEC = 1 | 0x80000;
  private static final int O_CLOEXEC = 0x80000;
  private static final int ADDRESS_BYTES = 128; // struct sockaddr_storage

  private Sockets() {}

  /** Returns whether a socket is connected: neither new nor listening. */
  static boolean isConnected(Fd socket) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment address = arena.allocate(ADDRESS_BYTES, 8);
      MemorySegment bytes = arena.allocate(INT);
      bytes.set(INT, 0, ADDRESS_BYTES);
      return GETPEERNAME.call(socket.number(), address.address(), bytes.address()) == 0;
    }
  }

  /**
   * Returns two sockets that are connected to each other. Each read returns what one write wrote,
   * and none blocks.
   */
  public static List<Fd> pair() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment numbers = arena.allocate(INT, 2);
      long result = SOCKETPAIR.call(AF_UNIX, SEQPACKET_CLOEXEC_NONBLOCK, 0, numbers.address());
      OsException.check(result, "socketpair", "AF_UNIX");
      return List.of(Fd.adopt(numbers.getAtIndex(INT, 0)), Fd.adopt(numbers.getAtIndex(INT, 1)));
    }
  }

  /**
   * Detaches an open socket from an owner whose close would shut it down for every process that has
   * it. The owner keeps the number, which then refers to an unconnected socket.
   *
   * @param number the owner's, unused meanwhile
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
    long number = SOCKET.call(AF_UNIX, STREAM_CLOEXEC, 0);
    return Fd.adopt((int) OsException.check(number, "socket", "AF_UNIX"));
  }

  private static void replace(Fd by, int number) {
    long result = DUP3.call(by.number(), number, O_CLOEXEC);
    OsException.check(result, "dup3 to fd " + number, "");
  }
}
