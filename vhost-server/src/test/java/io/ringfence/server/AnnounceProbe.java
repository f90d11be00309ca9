package io.ringfence.server;

import io.ringfence.server.os.Kernel;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;

/**
 * Runs in a network namespace of its own, started by {@link AnnounceTest}: a guest that has arrived
 * by migration is announced on a TAP, and what the interface receives is printed.
 */
final class AnnounceProbe {
  private static final String TAP = "announce0";
  private static final int RARP = 0x8035;
  private static final int PACKET = 17; // AF_PACKET: frames of all interfaces
  private static final int RAW = 3;
  private static final int ALL_IN_NETWORK_ORDER = 0x0300;
  private static final int POLL_MILLIS = 10_000;

  private AnnounceProbe() {}

  public static void main(String[] arguments) {
    try (Arena arena = Arena.ofConfined();
        var daemon = RunningDaemon.with("tap:" + TAP)) {
      setUp(arena);
      int socket = (int) Kernel.call("socket", PACKET, RAW, ALL_IN_NETWORK_ORDER);
      for (long without : new long[] {0, Features.VERSION_1 | Features.MRG_RXBUF}) {
        try (GuestNic nic = GuestNic.options().without(without).connect(daemon.socket())) {
          nic.frontEnd().sendRarp(new byte[] {0x52, 0x54, 0, 1, 2, 3});
          System.out.println(nextAnnouncement(arena, socket));
        }
      }
    }
    System.exit(0);
  }

  /** SIOCSIFFLAGS: up. */
  private static void setUp(Arena arena) {
    int socket = (int) Kernel.call("socket", 2, 2, 0);
    MemorySegment request = arena.allocate(40, 8);
    request.setString(0, TAP);
    request.set(ValueLayout.JAVA_INT, 16, 0x41);
    Kernel.call("ioctl", socket, 0x8914L, request);
  }

  /** The kernel may send frames of its own on the interface; they are passed over. */
  private static String nextAnnouncement(Arena arena, int socket) {
    MemorySegment frame = arena.allocate(2048);
    MemorySegment poll = arena.allocate(8, 4);
    poll.set(ValueLayout.JAVA_INT, 0, socket);
    poll.set(ValueLayout.JAVA_SHORT, 4, (short) 1);
    while (Kernel.call("poll", poll, 1L, POLL_MILLIS) == 1) {
      long bytes = Kernel.call("recv", socket, frame, 2048L, 0);
      byte[] seen = frame.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
      if (bytes > 14 && ((seen[12] & 0xff) << 8 | seen[13] & 0xff) == RARP) {
        return "announced " + HexFormat.of().formatHex(seen);
      }
    }
    return "nothing within 10 s";
  }
}
