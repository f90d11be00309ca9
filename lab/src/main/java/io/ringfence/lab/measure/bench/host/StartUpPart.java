package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.client.ClientProcess;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Daemons;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.Target;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The time from the start of the daemon's program until it accepts a front-end, and its memory.
 * Measures the program itself, and the script that users start, which first checks for newer
 * sources.
 */
public final class StartUpPart {
  /** The part's name. */
  public static final String NAME = "start-up";

  private static final double MOST_MILLIS = 300;
  private static final double MOST_MEBIBYTES = 70;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final Duration SETTLE = Duration.ofSeconds(10); // until the JIT's memory is freed
  private static final int LOAD_SECONDS = 3;

  private final Bench bench;
  private final Path socket;
  private final List<Double> script = new ArrayList<>();
  private final List<Double> program = new ArrayList<>();
  private final List<Double> idle = new ArrayList<>();
  private final List<Double> loaded = new ArrayList<>();

  public StartUpPart(Bench bench) {
    this.bench = bench;
    socket = bench.directory().resolve("s");
  }

  /** Returns times in milliseconds, memory in MiB. */
  public List<Figure> run() {
    List<String> words = new ArrayList<>(bench.launcher());
    words.addAll(
        List.of("serve", "--socket-path=" + socket, "--admin=unix:" + bench.directory() + "/a"));
    bench.progress().say("start-up");
    List<String> own = start(words, new ArrayList<>(), false);
    for (int i = 0; i < bench.pairs(); i++) {
      start(words, script, false);
      start(own, program, true);
    }
    return List.of(
        Figure.alone(NAME, "exec to accepting", "ms", program, Target.atMost(MOST_MILLIS)),
        Figure.alone(NAME, "the same by scripts/ringfence", "ms", script, null),
        Figure.alone(NAME, "resident, idle for 10 s", "MiB", idle, Target.atMost(MOST_MEBIBYTES)),
        Figure.alone(NAME, "resident after load, no guest memory", "MiB", loaded, null));
  }

  /** Starts a daemon, records the time, and returns the command line of its process. */
  private List<String> start(List<String> command, List<Double> millis, boolean memory) {
    long begun = System.nanoTime();
    try (Child child = Child.start("the daemon", command, bench.directory(), line -> {})) {
      while (!accepts()) {
        child.checkAlive();
        if (System.nanoTime() - begun > PATIENCE_NANOS) {
          throw new LabException("the daemon did not accept a front-end within 20 s");
        }
        LockSupport.parkNanos(200_000);
      }
      millis.add((System.nanoTime() - begun) / 1e6);
      if (memory) {
        measureMemory(child.pid());
      }
      return commandLine(child.pid());
    } finally {
      socket.toFile().delete();
    }
  }

  private boolean accepts() {
    if (!Files.exists(socket)) {
      return false;
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException e) {
      return false; // it is bound, and does not listen yet
    }
  }

  private void measureMemory(long pid) {
    Bench.sleep(SETTLE);
    idle.add(resident(pid, "VmRSS"));
    try (ClientProcess client =
        ClientProcess.start(
            Daemons.DRIVER_CORE,
            bench.directory(),
            "crowd",
            "--socket=" + socket,
            "--guests=1",
            "--warm-up=0",
            "--seconds=" + LOAD_SECONDS)) {
      client.result(Duration.ofSeconds(LOAD_SECONDS));
    }
    loaded.add(resident(pid, "VmRSS") - resident(pid, "RssShmem"));
  }

  /** Returns a value of /proc/PID/status, in MiB. */
  private static double resident(long pid, String name) {
    return read(pid, "status")
        .lines()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElseThrow(() -> new LabException("/proc/%d/status without %s".formatted(pid, name)));
  }

  private static List<String> commandLine(long pid) {
    return List.of(read(pid, "cmdline").split("\0"));
  }

  private static String read(long pid, String file) {
    Path path = Path.of("/proc", Long.toString(pid), file);
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new LabException(path + ": " + e.getMessage(), e);
    }
  }
}
