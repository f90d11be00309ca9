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
 * What one receives the other sends.
 */
final class TestpmdReplay implements AutoCloseable {
  private static final int HEADROOM = 128; // bytes before the data of each buffer
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern CODE = Pattern.compile("virtio: using (.*) (Rx|Tx) path on port 0");
  private static final Pattern COUNT = Pattern.compile("([RT]X)-(packets|bytes): +(\\d+)");

  /** Port 0's counters. */
  record Counters(long sent, long sentBytes, long received, long receivedBytes) {}

  private final ChildLines lines;
  private String receiveCode = "?";
  private String sendCode = "?";

  private TestpmdReplay(ChildLines lines) {
    this.lines = lines;
  }

  /**
   * Starts it, and forwarding.
   *
   * @param device port 0, as {@code --vdev} takes it
   * @param mbufBytes data bytes of a buffer: a frame that is longer takes several
   */
  static TestpmdReplay start(String device, Path in, Path out, int mbufBytes, Path directory) {
    String files = "net_pcap0,rx_pcap=%s,tx_pcap=%s".formatted(in, out);
    List<String> command =
        List.of(
            "stdbuf", // to a pipe it would say nothing until it has 4 KiB to say
            "-oL",
            "dpdk-testpmd",
            // A thread that takes commands and one for each way: were it one for both, it would
            // wait
            // for room to send while the daemon waits for buffers that it gives back.
            "--lcores=(0,1,2)@(%s)".formatted(allowedCpus()),
            "--no-huge",
            "-m",
            "192",
            "--no-pci",
            "--no-shconf",
            "--no-telemetry",
            "--force-max-simd-bitwidth=512", // or a packed ring is never vectorised
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
            "--no-flush-rx", // it would read frames away before the start
            "--total-num-mbufs=16384",
            "--mbuf-size=" + (mbufBytes + HEADROOM),
            "--disable-device-start");
    var testpmd = new TestpmdReplay(ChildLines.start("testpmd", command, directory));
    try {
      if (mbufBytes < Frames.LARGEST) {
        testpmd.tell("port config 0 rx_offload scatter on"); // port 1 can by itself
      }
      testpmd.tell("port start all");
      // A full ring is tried again, for ten seconds, before a frame counts as dropped.
      testpmd.tell("set fwd io retry");
      testpmd.tell("set burst tx delay 10 retry 1000000");
      testpmd.tell("start");
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

  private void tell(String command) {
    try {
      lines.write(command + "\n", PATIENCE);
    } catch (IOException e) {
      lines.child().checkAlive();
      throw new LabException("testpmd takes no commands: " + e.getMessage(), e);
    }
  }

  /** Reads on to a line that holds a text. */
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
    throw new LabException("testpmd ended before it said '%s'".formatted(text));
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

  /** Which of its ways it chose to receive and to send, in its own words. */
  String code() {
    return "receives: %s, sends: %s".formatted(receiveCode, sendCode);
  }

  Counters counters() {
    tell("show port stats 0");
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

  /** Has it stop, write out what it received, and end. */
  void quit() {
    tell("stop");
    tell("quit");
    if (!lines.child().waitForEnd(PATIENCE)) {
      throw new LabException("testpmd does not end");
    }
  }

  @Override
  public void close() {
    lines.close();
  }
}
