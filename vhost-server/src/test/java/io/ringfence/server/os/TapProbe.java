package io.ringfence.server.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/**
 * Runs in a network namespace of its own, started by {@link TapTest}: asks the kernel by ARP, over
 * a TAP, who has an address, and prints what it sees. Each step's line is asserted there.
 */
public final class TapProbe {
  private static final int HEADER = 12;
  private static final String WHO_HAS_10_1_2_1 =
      "ffffffffffff"
          + "525400123456"
          + "0806" // to all, from us, ARP
          + "0001"
          + "0800"
          + "06"
          + "04"
          + "0001" // Ethernet, IPv4, a request
          + "525400123456"
          + "0a010202" // from us, 10.1.2.2
          + "000000000000"
          + "0a010201"; // for 10.1.2.1

  private TapProbe() {}

  public static void main(String[] args) {
    print("bad adopt", () -> Tap.adopt(0));
    print("long name", () -> Tap.open("sixteen-bytes-xx", false));
    print("no tap", () -> Tap.open("lo", false));
    try (Tap tap = Tap.open("probe%d", false)) {
      System.out.println("name " + tap.name());
      print("second", () -> Tap.open(tap.name(), false));
      print("queues", () -> Tap.open(tap.name(), true));
      tap.setVnetHeaderBytes(HEADER);
      tap.setOffloads(Tap.OFFLOAD_CSUM | Tap.OFFLOAD_TSO4 | Tap.OFFLOAD_TSO6);
      print("offloads", () -> tap.setOffloads(0x4000_0000));
      print("down", () -> System.out.println("writev " + writeArp(tap)));
      configure(tap.name());
      System.out.println("writev " + writeArp(tap));
      System.out.println("reply " + readArpReply(tap));
      try (Tap adopted = Tap.adopt(tap.fd().dup().release())) {
        System.out.println("adopted " + adopted.name());
      }
    }
    try (Tap one = Tap.open("many", true);
        Tap two = Tap.open("many", true)) {
      System.out.println("multi " + one.name() + " " + two.name());
    }
  }

  private static void print(String step, Runnable action) {
    try {
      action.run();
    } catch (OsException | IllegalArgumentException told) {
      System.out.println(step + ": " + told.getMessage());
    }
  }

  /** Header and frame in two buffers of their own. */
  private static long writeArp(Tap tap) {
    try (Arena arena = Arena.ofConfined()) {
      byte[] frame = HexFormat.of().parseHex(WHO_HAS_10_1_2_1);
      MemorySegment bytes = arena.allocate(frame.length);
      bytes.copyFrom(MemorySegment.ofArray(frame));
      return tap.writev(vectors(arena, arena.allocate(HEADER), bytes).address(), 2);
    }
  }

  /** Other frames that the kernel sends on a new interface are passed over. */
  private static String readArpReply(Tap tap) {
    try (Arena arena = Arena.ofConfined();
        Epoll epoll = new Epoll(1)) {
      epoll.add(tap.fd(), Epoll.IN, 0);
      MemorySegment header = arena.allocate(HEADER);
      MemorySegment frame = arena.allocate(2048);
      MemorySegment vectors = vectors(arena, header, frame);
      while (epoll.await(5000) == 1) {
        long bytes = tap.readv(vectors.address(), 2);
        byte[] seen = frame.asSlice(0, bytes - HEADER).toArray(ValueLayout.JAVA_BYTE);
        if (HexFormat.of().formatHex(seen, 12, 14).equals("0806") && seen[21] == 2) {
          long empty = bytes;
          while (empty >= 0) {
            empty = tap.readv(vectors.address(), 2);
          }
          return HexFormat.of().formatHex(seen, 28, 32) + " in " + bytes + " bytes, then " + empty;
        }
      }
      return "none within 5 s";
    }
  }

  private static MemorySegment vectors(Arena arena, MemorySegment... buffers) {
    MemorySegment vectors = arena.allocate(16L * buffers.length, 8);
    for (int i = 0; i < buffers.length; i++) {
      vectors.set(JAVA_LONG, 16L * i, buffers[i].address());
      vectors.set(JAVA_LONG, 16L * i + 8, buffers[i].byteSize());
    }
    return vectors;
  }

  /** 10.1.2.1, and up: SIOCSIFADDR, SIOCSIFFLAGS. */
  public static void configure(String name) {
    try (Arena arena = Arena.ofConfined();
        Fd socket = Fd.adopt((int) Kernel.call("socket", 2, 2, 0))) {
      MemorySegment request = arena.allocate(40, 8);
      request.setString(0, name);
      request.set(JAVA_SHORT, 16, (short) 2);
      MemorySegment.copy(MemorySegment.ofArray(new byte[] {10, 1, 2, 1}), 0, request, 20, 4);
      Kernel.call("ioctl", socket.number(), 0x8916L, request);
      request.asSlice(16).fill((byte) 0);
      request.set(JAVA_INT, 16, 0x41);
      Kernel.call("ioctl", socket.number(), 0x8914L, request);
    }
  }
}
