package io.ringfence.lab.kit.guest;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.Waiting;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A QEMU process: started from a -readconfig file, its monitor, its console, the guest's agent. */
public final class Qemu implements GuestHost {
  private static final Duration SOCKET_PATIENCE = Duration.ofSeconds(20);

  /**
   * The start options.
   *
   * @param program QEMU and its first arguments, including -readconfig; socket paths in its file
   *     are relative to the run directory
   * @param image a directory with {@code kernel} and {@code initramfs}
   * @param kernelArguments the kernel's command line
   * @param overrides options that override the file's
   */
  public record Options(
      List<String> program,
      Path image,
      Path runDirectory,
      String kernelArguments,
      List<String> overrides) {

    /** Returns program and arguments. */
    public List<String> command() {
      List<String> command = new ArrayList<>(program);
      command.addAll(List.of("-kernel", image.resolve("kernel").toString()));
      command.addAll(List.of("-initrd", image.resolve("initramfs").toString()));
      command.addAll(List.of("-append", kernelArguments));
      command.addAll(overrides);
      return command;
    }
  }

  private final Child child;
  private final Path runDirectory;
  private Qmp qmp;
  private Guest guest;

  private Qemu(Child child, Path runDirectory) {
    this.child = child;
    this.runDirectory = runDirectory;
  }

  /**
   * Starts QEMU and connects to its monitor and to the agent's port. The guest still boots on
   * return.
   *
   * @throws LabException with QEMU's last lines if it ends at once
   */
  public static Qemu start(Options options) {
    Child child = Child.start("QEMU", options.command(), options.runDirectory(), line -> {});
    Qemu qemu = new Qemu(child, options.runDirectory());
    try {
      // The agent first: a guest blocks when it writes to a port without a reader.
      qemu.guest = qemu.connect("agent.sock", Guest::connect);
      qemu.qmp = qemu.connect("qmp.sock", Qmp::connect);
      return qemu;
    } catch (RuntimeException e) {
      qemu.close();
      throw e;
    }
  }

  @Override
  public Guest guest() {
    return guest;
  }

  /** Returns QEMU's version, three numbers with dots. */
  public String version() {
    return qmp.version();
  }

  @Override
  public String name() {
    return "QEMU " + version();
  }

  @Override
  public String accelerator() {
    return kvm() ? "KVM" : "TCG";
  }

  /** Returns true under KVM, false under TCG, as QEMU reports it. */
  public boolean kvm() {
    JsonNode answer = qmp.execute("query-kvm");
    return answer.path("enabled").asBoolean();
  }

  /** Runs a command of QEMU's monitor and returns its result. */
  public JsonNode execute(String command, Map<String, ?> arguments) {
    return qmp.execute(command, arguments);
  }

  /** Stops the guest's CPUs. */
  public void stop() {
    qmp.execute("stop");
  }

  /** Resumes the guest's CPUs. */
  public void cont() {
    qmp.execute("cont");
  }

  public long pid() {
    return child.pid();
  }

  @Override
  public long cpuMicros() {
    return CpuTime.ofProcess(child.pid());
  }

  @Override
  public void checkAlive() {
    child.checkAlive();
  }

  @Override
  public OptionalInt ended(Duration patience) {
    return child.waitForEnd(patience) ? OptionalInt.of(child.exitValue()) : OptionalInt.empty();
  }

  @Override
  public String consoleTail(int lines) {
    Path console = runDirectory.resolve("console.log");
    String own = child.lastLines(lines);
    if (!Files.exists(console)) {
      return own;
    }
    try {
      List<String> all =
          printable(Files.readAllBytes(console)).lines().filter(line -> !line.isBlank()).toList();
      String tail = String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
      return own.isEmpty() ? tail : tail + "\n" + own;
    } catch (IOException e) {
      return own;
    }
  }

  @Override
  public void close() {
    closeQuietly(guest);
    closeQuietly(qmp);
    child.close();
  }

  private interface Connector<T> {
    T connect(Path socket) throws IOException;
  }

  /** Retries until QEMU listens: the file of its socket exists slightly earlier. */
  private <T> T connect(String name, Connector<T> connector) {
    Path socket = runDirectory.resolve(name);
    List<T> connected = new ArrayList<>(1);
    Waiting.until(
        "QEMU's socket " + name,
        SOCKET_PATIENCE,
        () -> {
          child.checkAlive();
          return Files.exists(socket) && tryConnect(socket, connector, connected);
        });
    return connected.getFirst();
  }

  private static <T> boolean tryConnect(Path socket, Connector<T> connector, List<T> connected) {
    try {
      return connected.add(connector.connect(socket));
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw new LabException("QEMU's socket %s: %s".formatted(socket, e.getMessage()), e);
    }
  }

  // A guest's shell sends terminal escape sequences, which must not reach the user's terminal.
  private static String printable(byte[] console) {
    return new String(console, StandardCharsets.UTF_8)
        .replaceAll("\u001b\\[[0-9;?]*[A-Za-z]", "")
        .replaceAll("[\\p{Cntrl}&&[^\n\t]]", "");
  }

  private static void closeQuietly(AutoCloseable resource) {
    try {
      if (resource != null) {
        resource.close();
      }
    } catch (Exception e) {
      System.err.println("closing a QEMU connection: " + e);
    }
  }
}
