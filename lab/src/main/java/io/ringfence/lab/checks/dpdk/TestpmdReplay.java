package io.ringfence.lab.checks.dpdk;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.ChildLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DPDK's testpmd between two ports: 0 is the daemon's driver, 1 reads and writes capture files.
 * Each port sends what the other receives.
 */
final class TestpmdReplay implements AutoCloseable {
  private static final int HEADROOM = 128; // bytes before the data of each buffer
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern CODE = Pattern.compile("virtio: using (.*) (Rx|Tx) path on port 0");
  private static final Pattern COUNT = Pattern.compile("([RT]X)-(packets|bytes): +(\\d+)");

  /** The counters of port 0. */
  record Counters(long sent, long sentBytes, long received, long receivedBytes) {}

  private final ChildLines lines;
  private String receiveCode = "?";
  private String sendCode = "?";

  private TestpmdReplay(ChildLines lines) {
    this.lines = lines;
  }

  /**
   * Starts testpmd and its forwarding.
   *
   * @param device port 0, as {@code --vdev} takes it
   * @param mbufBytes data bytes of a buffer; a longer frame takes several
   */
  static TestpmdReplay start(String device, Path in, Path out, int mbufBytes, Path directory) {
    String files = "net_pcap0,rx_pcap=%s,tx_pcap=%s".formatted(in, out);
    List<String> command =
        List.of(
            "stdbuf", // into a pipe it would buffer 4 KiB of output
            "-oL",
            "dpdk-testpmd",
            // One thread takes commands and one serves each direction. A single thread would wait
            // for room to send while the daemon waits for buffers from it.
            "--lcores=(0,1,2)@(%s)".formatted(allowedCpus()),
            "--no-huge",
            "-m",
            "192",
            "--no-pci",
            "--no-shconf",
            "--no-telemetry",
            "--force-max-simd-bitwidth=512", // otherwise a packed ring is never vectorised
            "--log-level=pmd.net.virtio.init:info",
            "--log-level=pmd.net.virtio.driver:info",
            "--vdev",
            device,
            "--vdev",
            files,
            "--",
            "-i",
            "--no-lsc-interrupt",
            "--nb-cores=2",
            "--no-flush-rx", // it would read frames before the start
            "--total-num-mbufs=16384",
            "--mbuf-size=" + (mbufBytes + HEADROOM),
            "--disable-device-start");
    var testpmd = new TestpmdReplay(ChildLines.start("testpmd", command, directory));
    try {
      if (mbufBytes < Frames.LARGEST) {
        testpmd.send("port config 0 rx_offload scatter on"); // port 1 has it without a setting
      }
      testpmd.send("port start all");
      // A full ring is retried for ten seconds before a frame counts as dropped.
      testpmd.send("set fwd io retry");
      testpmd.send("set burst tx delay 10 retry 1000000");
      testpmd.send("start");
      testpmd.skipTo("packets/burst");
      return testpmd;
    } catch (LabException e) {
      testpmd.close();
      throw e;
    }
  }

  private static String allowedCpus() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new LabException("/proc/self/status: " + e.getMessage(), e);
    }
  }

  private void send(String command) {
    try {
      lines.write(command + "\n", PATIENCE);
    } catch (IOException e) {
      lines.child().checkAlive();
      throw new LabException("testpmd takes no commands: " + e.getMessage(), e);
    }
  }

  /** Reads up to a line that contains a text. */
  private String skipTo(String text) {
    try {
      Optional<String> line;
      while ((line = lines.readLine(PATIENCE)).isPresent()) {
        noteCode(line.get());
        if (line.get().contains(text)) {
          return line.get();
        }
      }
    } catch (IOException e) {
      throw new LabException("testpmd's output: " + e.getMessage(), e);
    }
    lines.child().waitForEnd(PATIENCE);
    lines.child().checkAlive();
    throw new LabException("testpmd ended before it printed '%s'".formatted(text));
  }

  private void noteCode(String line) {
    Matcher code = CODE.matcher(line);
    if (!code.find()) {
      return;
    }
    if (code.group(2).equals("Rx")) {
      receiveCode = code.group(1);
    } else {
      sendCode = code.group(1);
    }
  }

  /** Returns the code paths that it chose to receive and to send, as it logs them. */
  String code() {
    return "receives: %s, sends: %s".formatted(receiveCode, sendCode);
  }

  Counters counters() {
    send("show port stats 0");
    skipTo("NIC statistics for port 0");
    String received = skipTo("RX-packets");
    String sent = skipTo("TX-packets");
    return new Counters(
        number(sent, "TX", "packets"),
        number(sent, "TX", "bytes"),
        number(received, "RX", "packets"),
        number(received, "RX", "bytes"));
  }

  private static long number(String line, String way, String what) {
    Matcher count = COUNT.matcher(line);
    while (count.find()) {
      if (count.group(1).equals(way) && count.group(2).equals(what)) {
        return Long.parseLong(count.group(3));
      }
    }
    throw new LabException("testpmd: no %s-%s in '%s'".formatted(way, what, line));
  }

  void checkAlive() {
    lines.child().checkAlive();
  }

  String lastLines() {
    return lines.child().lastLines(15);
  }

  /** Stops testpmd, which writes out what it received, and waits for its end. */
  void quit() {
    send("stop");
    send("quit");
    if (!lines.child().waitForEnd(PATIENCE)) {
      throw new LabException("testpmd does not end");
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
