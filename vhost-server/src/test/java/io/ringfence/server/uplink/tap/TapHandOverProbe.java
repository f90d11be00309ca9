package io.ringfence.server.uplink.tap;

import io.ringfence.server.StandardUplinks;
import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.OsException;
import io.ringfence.server.os.TapProbe;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.PortRecord;
import io.ringfence.server.uplink.Uplink;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.List;

/**
 * Runs in a network namespace of its own, started by {@link TapHandOverTest}: an uplink of two
 * queues goes over to another owner while a frame waits. Each line is asserted there.
 */
final class TapHandOverProbe {
  private static final String SPEC = "tap:probe1";
  private static final int HEADER = 12;

  private TapHandOverProbe() {}

  public static void main(String[] args) throws Exception {
    Uplink before = StandardUplinks.ALL.open(SPEC, 2);
    port(before, 0).negotiated(HEADER, 0);
    port(before, 1).negotiated(HEADER, 0);
    port(before, 1).receiving(true);
    TapProbe.configure("probe1");
    port(before, 1).receiving(false); // so that frames come to the first queue
    TapPort waiting = (TapPort) port(before, 0);
    askForAddress(waiting);
    System.out.println("waits " + shown(waiting));

    List<PortRecord> records = before.ports();
    List<Fd> queues = before.descriptors().stream().map(Fd::dup).toList();
    try (Uplink after = StandardUplinks.ALL.takeOver(SPEC, 2, queues)) {
      after.restore(records);
      before.close();
      System.out.println("waits " + shown((TapPort) port(after, 0)));
      port(after, 1).receiving(false); // as it is: nothing to do
      System.out.println("attach " + outcome(() -> port(after, 1).receiving(true)));
      System.out.println("detach " + outcome(() -> port(after, 1).receiving(false)));
      after.ports().forEach(port -> System.out.println("attached " + port.attached()));
    }
    System.out.println(
        "one queue " + outcome(() -> StandardUplinks.ALL.takeOver(SPEC, 1, List.of())));
  }

  private static Port port(Uplink uplink, int pair) {
    return uplink.attach("probe", 2).port(pair);
  }

  private static String outcome(Runnable action) {
    try {
      action.run();
      return "done";
    } catch (OsException | IllegalArgumentException told) {
      return told.getMessage();
    }
  }

  /** The kernel asks who has the address of a datagram's receiver; the question is left waiting. */
  private static void askForAddress(TapPort port) throws Exception {
    try (var socket = new DatagramSocket();
        Epoll epoll = new Epoll(1)) {
      epoll.add(port.fd(), Epoll.IN, 0);
      var to = InetAddress.getByName("10.1.2.9");
      socket.send(new DatagramPacket(new byte[1], 1, to, 9));
      while (epoll.await(5_000) == 1) {
        port.readPending();
        if (shown(port).contains("0806")) { // others that the kernel sends are passed over
          return;
        }
      }
    }
  }

  /** Type and target address of the question. */
  private static String shown(TapPort port) {
    byte[] frame = port.pending().asSlice(0, port.pendingBytes()).toArray(ValueLayout.JAVA_BYTE);
    HexFormat hex = HexFormat.of();
    return frame.length < HEADER + 42
        ? "nothing"
        : hex.formatHex(frame, HEADER + 12, HEADER + 14)
            + " "
            + hex.formatHex(frame, HEADER + 38, HEADER + 42);
  }
}
