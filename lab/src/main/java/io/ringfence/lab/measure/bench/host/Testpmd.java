package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.kit.process.ChildLines;
import io.ringfence.lab.kit.process.SilenceException;
import io.ringfence.lab.measure.bench.Daemons;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * DPDK's packet tester, as the driver or as the device of a vhost-user socket. It forwards on one
 * core and takes commands on another; both busy-poll.
 */
public final class Testpmd implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration ANSWER_PATIENCE = Duration.ofSeconds(10);
  private static final Pattern COUNTS = Pattern.compile("\\s*([RT]X)-packets: (\\d+) .*");
  private static final Pattern RATES = Pattern.compile("\\s*([RT]x)-pps: +(\\d+) .*");

  /**
   * A port's counters.
   *
   * @param received frames since the start
   * @param sent likewise
   * @param receiveRate frames per second since the last reading
   * @param sendRate likewise
   */
  public record Counters(long received, long sent, long receiveRate, long sendRate) {}

  private final ChildLines lines;
  private final String name;

  private Testpmd(String name, ChildLines lines) {
    this.name = name;
    this.lines = lines;
  }

  /** Starts a driver for a device that listens on {@code socket}. It does not forward yet. */
  public static Testpmd driver(Path socket, Path directory, FrameCase workload) {
    String device =
        "net_virtio_user0,path=%s,queues=1,packed_vq=%d,mrg_rxbuf=%d,in_order=0"
            .formatted(socket, workload.packed() ? 1 : 0, workload.mergeable() ? 1 : 0);
    return start(
        "driver",
        Daemons.DEVICE_CORE,
        Daemons.DRIVER_CORE,
        device,
        directory,
        List.of("--forward-mode=" + workload.flow().driverMode(), size(workload)));
  }

  /** Starts a device that listens on {@code socket}. It does not forward yet. */
  public static Testpmd device(Path socket, Path directory, FrameCase workload) {
    return start(
        "device",
        Daemons.DRIVER_CORE,
        Daemons.DEVICE_CORE,
        "net_vhost0,iface=" + socket + ",queues=1",
        directory,
        List.of("--forward-mode=" + workload.flow().deviceMode(), size(workload)));
  }

  private static String size(FrameCase workload) {
    return "--txpkts=" + workload.bytes();
  }

  private static Testpmd start(
      String role, int commandCore, int core, String device, Path directory, List<String> how) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "stdbuf",
                "-oL",
                "dpdk-testpmd",
                "--lcores",
                "0@%d,1@%d".formatted(commandCore, core),
                "--no-huge",
                "-m",
                "192",
                "--no-pci",
                "--no-telemetry",
                "--file-prefix=" + role,
                "--vdev",
                device,
                "--",
                "-i",
                "--total-num-mbufs=8192",
                "--nb-cores=1",
                "--disable-link-check"));
    command.addAll(how);
    String name = "testpmd as the " + role;
    Testpmd testpmd = new Testpmd(name, ChildLines.start(name, command, directory));
    try {
      testpmd.readUntil(Pattern.compile("Done"), START_PATIENCE);
      return testpmd;
    } catch (RuntimeException e) {
      testpmd.close();
      throw e;
    }
  }

  /** Sends {@code bursts} bursts of 32 frames, and begins to forward. */
  public void begin(int bursts) {
    command(bursts == 0 ? "start" : "start tx_first " + bursts);
  }

  /** Stops forwarding. On return, all frames in flight have been counted. */
  public void end() {
    command("stop");
    readUntil(Pattern.compile("Done\\."), ANSWER_PATIENCE);
  }

  /** Returns the counters of its port. */
  public Counters counters() {
    command("show port stats 0");
    long received = number(COUNTS, "RX");
    long sent = number(COUNTS, "TX");
    long receiveRate = number(RATES, "Rx");
    return new Counters(received, sent, receiveRate, number(RATES, "Tx"));
  }

  /** Returns the CPU time so far, in microseconds. */
  public long cpuMicros() {
    return CpuTime.ofProcess(lines.child().pid());
  }

  private long number(Pattern pattern, String kind) {
    Matcher found;
    do {
      found = readUntil(pattern, ANSWER_PATIENCE);
    } while (!found.group(1).equals(kind));
    return Long.parseLong(found.group(2));
  }

  private void command(String text) {
    try {
      lines.write(text + "\n", ANSWER_PATIENCE);
    } catch (IOException e) {
      throw failed(e.getMessage(), e);
    }
  }

  private Matcher readUntil(Pattern pattern, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
      try {
        String line = lines.readLine(left).orElseThrow(() -> failed("it ended", null));
        Matcher matcher = pattern.matcher(line.replaceFirst("^(testpmd> )+", ""));
        if (matcher.matches()) {
          return matcher;
        }
      } catch (SilenceException e) {
        throw failed("no line like \"%s\" in time".formatted(pattern), e);
      } catch (IOException e) {
        throw failed(e.getMessage(), e);
      }
    }
  }

  private LabException failed(String why, Throwable cause) {
    return new LabException(
        "%s: %s; its last lines:%n%s".formatted(name, why, lines.child().lastLines(12)), cause);
  }

  @Override
  public void close() {
    lines.close();
  }
}
