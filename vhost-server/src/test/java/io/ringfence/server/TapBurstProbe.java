package io.ringfence.server;

import io.ringfence.server.os.Kernel;
import io.ringfence.server.os.TapProbe;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.NetTransmitter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs in a network namespace of its own, started by {@link TapBurstTest}: a guest sends datagrams
 * to the host's end of a TAP, many before one kick, and what arrives there is printed.
 */
final class TapBurstProbe {
  private static final String TAP = "burst0";
  private static final int PORT = 7777;
  private static final int PAYLOAD = 100;
  private static final int HEADERS = 14 + 20 + 8;
  private static final int GSO_TYPE = 1; // within the virtio-net header
  private static final byte NO_SUCH_TYPE = 0x7f;
  private static final int QUIET_MILLIS = 300;
  private static final int MANY =
      60; // more than are written together, fewer than a driver has room for

  private final NetTransmitter tx;
  private final DatagramSocket socket;
  private final byte[] mac;

  private TapBurstProbe(GuestNic nic, DatagramSocket socket, byte[] mac) {
    this.socket = socket;
    this.mac = mac;
    tx = nic.transmitter(0);
  }

  public static void main(String[] arguments) throws Exception {
    try (var daemon = RunningDaemon.with("tap:" + TAP)) {
      TapProbe.configure(TAP);
      byte[] mac = NetworkInterface.getByName(TAP).getHardwareAddress();
      try (GuestNic nic = GuestNic.options().connect(daemon.socket());
          var socket =
              new DatagramSocket(new InetSocketAddress(InetAddress.getByName("10.1.2.1"), PORT))) {
        socket.setSoTimeout(QUIET_MILLIS);
        var probe = new TapBurstProbe(nic, socket, mac);
        VringCounters counters = daemon.counters(1);
        System.out.println("queues " + Kernel.openFds("io_uring"));
        probe.burst(1, -1, counters);
        probe.burst(MANY, -1, counters);
        probe.burst(10, 3, counters);
        probe.burst(1, 0, counters);
        probe.tooShort(counters);
      }
    }
    System.exit(0);
  }

  /** Sends so many, one of them with a header that the kernel refuses. */
  private void burst(int count, int refused, VringCounters counters) throws Exception {
    long before = counters.get(RingCounter.FRAMES) + counters.get(RingCounter.DROPPED);
    long bytes = counters.get(RingCounter.BYTES);
    long dropped = counters.get(RingCounter.DROPPED);
    for (int i = 0; i < count; i++) {
      tx.header().set(ValueLayout.JAVA_BYTE, GSO_TYPE, i == refused ? NO_SUCH_TYPE : 0);
      if (!tx.send(MemorySegment.ofArray(datagram(i)), 0, HEADERS + PAYLOAD)) {
        throw new IllegalStateException("no room for frame " + i + " of a burst");
      }
    }
    tx.flush();
    Await.until(
        "the burst's end",
        5_000,
        () ->
            counters.get(RingCounter.FRAMES) + counters.get(RingCounter.DROPPED) == before + count,
        () -> counters.all().toString());
    System.out.println(
        "arrived %s; %d bytes sent, %d dropped"
            .formatted(
                summary(arrived()),
                counters.get(RingCounter.BYTES) - bytes,
                counters.get(RingCounter.DROPPED) - dropped));
  }

  /**
   * No frame by its length: it does not get as far as the TAP, nor is a loss of before told again.
   */
  private void tooShort(VringCounters counters) {
    long dropped = counters.get(RingCounter.DROPPED);
    tx.send(MemorySegment.ofArray(datagram(0)), 0, 13);
    tx.flush();
    Await.until(
        "a drop",
        5_000,
        () -> counters.get(RingCounter.DROPPED) > dropped,
        () -> counters.all().toString());
    System.out.println(
        "arrived not; %d dropped".formatted(counters.get(RingCounter.DROPPED) - dropped));
  }

  private List<Integer> arrived() throws Exception {
    List<Integer> numbers = new ArrayList<>();
    var packet = new DatagramPacket(new byte[2048], 2048);
    while (true) {
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return numbers;
      }
      numbers.add(ByteBuffer.wrap(packet.getData()).getInt());
    }
  }

  /** Runs of numbers that follow each other. */
  private static String summary(List<Integer> numbers) {
    List<String> runs = new ArrayList<>();
    for (int i = 0, begin = 0; i < numbers.size(); i++) {
      boolean last = i == numbers.size() - 1 || numbers.get(i + 1) != numbers.get(i) + 1;
      if (last) {
        runs.add(numbers.get(begin) + "-" + numbers.get(i));
        begin = i + 1;
      }
    }
    return runs.toString();
  }

  /** UDP without a checksum, in IPv4, in Ethernet. */
  private byte[] datagram(int number) {
    var frame = ByteBuffer.allocate(HEADERS + PAYLOAD);
    frame.put(mac).put(new byte[] {0x52, 0x54, 0, 1, 2, 3}).putShort((short) 0x0800);
    int begin = frame.position();
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (20 + 8 + PAYLOAD));
    frame.putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0);
    frame.put(new byte[] {10, 1, 2, 2}).put(new byte[] {10, 1, 2, 1});
    frame.putShort(begin + 10, checksum(frame, begin));
    frame.putShort((short) 9).putShort((short) PORT).putShort((short) (8 + PAYLOAD));
    frame.putShort((short) 0).putInt(number);
    return frame.array();
  }

  private static short checksum(ByteBuffer header, int begin) {
    int sum = 0;
    for (int i = 0; i < 20; i += 2) {
      sum += Short.toUnsignedInt(header.getShort(begin + i));
    }
    return (short) ~((sum & 0xffff) + (sum >>> 16));
  }
}
