package io.ringfence.server;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.NetReceiver;
import io.ringfence.testkit.net.NetTransmitter;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.IntStream;

/** A guest at 10.1.2.2 behind a TAP whose host's end is 10.1.2.1, and that TAP. */
public final class TapGuest {
  static final String TAP = "loss0";

  private static final long PATIENCE_MILLIS = 10_000;
  private static final long ASK_AGAIN_NANOS = 20_000_000;
  private static final int FIRST_HOST = 3;
  private static final int SENDER = 31; // the last byte of the sender's address, in a question
  private static final int TARGET = 41; // and of the same in the answer
  private static final String MAC = "525400123456";
  private static final String WHO_HAS_10_1_2_1 =
      "ffffffffffff"
          + MAC
          + "0806" // to all, from us, ARP
          + "0001080006040001" // Ethernet, IPv4, a request
          + MAC
          + "0a0102" // from us, 10.1.2.x
          + "%02x"
          + "000000000000"
          + "0a010201"; // for 10.1.2.1

  private final GuestNic nic;
  private final int pairs;
  private int number; // of the question
  private byte[] question = question(FIRST_HOST);
  private final MemorySegment frame = MemorySegment.ofArray(new byte[1 << 17]);

  TapGuest(GuestNic nic, int pairs) {
    this.nic = nic;
    this.pairs = pairs;
  }

  /** Makes the interface, with an address; the guest's is known to the host without a question. */
  static void create(boolean multiQueue) {
    ip(
        """
        tuntap add dev %1$s mode tap vnet_hdr %2$s
        address add 10.1.2.1/24 dev %1$s
        link set %1$s up
        neigh replace 10.1.2.2 lladdr 52:54:00:12:34:56 dev %1$s
        """
            .formatted(TAP, multiQueue ? "multi_queue" : ""));
  }

  /** Without it Netty complains of the namespace. */
  public static void setLoopbackUp() {
    ip("link set lo up\n");
  }

  static void delete() {
    ip("link delete " + TAP + "\n");
  }

  /** Runs commands of {@code ip}, a line each. */
  public static void ip(String commands) {
    try {
      Process process = new ProcessBuilder("ip", "-batch", "-").redirectErrorStream(true).start();
      try (var input = process.outputWriter(StandardCharsets.US_ASCII)) {
        input.write(commands);
      }
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(commands + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends a question on each pair; the host's kernel answers one that arrives. */
  void ask() {
    for (int pair = 0; pair < pairs; pair++) {
      NetTransmitter tx = nic.transmitter(pair);
      Await.until(
          "room to send",
          PATIENCE_MILLIS,
          () -> tx.send(MemorySegment.ofArray(question), 0, question.length),
          tx.queue()::state);
      tx.flush();
    }
  }

  /** From another address each time, so that an answer tells what it answers. */
  private static byte[] question(int host) {
    return HexFormat.of().parseHex(WHO_HAS_10_1_2_1.formatted(host));
  }

  /** Asks a new question again and again until its answer comes: frames pass both ways. */
  void awaitAnswer() {
    question = question(FIRST_HOST + ++number % 200);
    long[] asked = {0};
    Await.until(
        "an answer of the host",
        PATIENCE_MILLIS,
        () -> {
          if (System.nanoTime() - asked[0] > ASK_AGAIN_NANOS) {
            ask();
            asked[0] = System.nanoTime();
          }
          return IntStream.range(0, pairs).anyMatch(this::takesAnswer);
        },
        () -> "none");
  }

  private boolean takesAnswer(int pair) {
    for (int bytes; (bytes = nic.receiver(pair).receive(frame, 0)) >= 0; ) {
      byte[] seen = frame.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
      boolean answer = seen[12] == 8 && seen[13] == 6 && seen[21] == 2;
      if (answer && seen[TARGET] == question[SENDER]) {
        return true;
      }
    }
    return false;
  }

  /** Takes all datagrams to a port of the guest that are there. */
  int takeDatagrams(int pair, int port) {
    NetReceiver receiver = nic.receiver(pair);
    int taken = 0;
    for (int bytes; (bytes = receiver.receive(frame, 0)) >= 0; ) {
      byte[] seen = frame.asSlice(0, bytes).toArray(ValueLayout.JAVA_BYTE);
      boolean udp = bytes >= 42 && seen[12] == 8 && seen[13] == 0 && seen[23] == 17;
      taken += udp && ((seen[36] & 0xff) << 8 | seen[37] & 0xff) == port ? 1 : 0;
    }
    return taken;
  }
}
