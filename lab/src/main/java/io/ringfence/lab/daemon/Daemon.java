package io.ringfence.lab.daemon;

import io.ringfence.lab.LabException;
import io.ringfence.lab.process.Child;
import io.ringfence.lab.process.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The daemon as a process: started, watched for warnings, driven through its admin socket. */
public final class Daemon implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Pattern ALARM = Pattern.compile("\\b(WARN|ERROR)\\b");

  /**
   * How to start it.
   *
   * @param launcher the command up to and without {@code serve}
   * @param runDirectory where its sockets appear
   * @param uplink as {@code --uplink} takes it
   * @param mode {@code eventfd} or {@code poll}
   * @param connects whether it connects to its socket, on which QEMU listens
   * @param queues queue pairs that a front-end may use
   */
  public record Options(
      List<String> launcher,
      Path runDirectory,
      String uplink,
      String mode,
      String policy,
      boolean allowUnsafe,
      boolean connects,
      int queues) {

    /** A daemon that listens, for one queue pair. */
    public Options(
        List<String> launcher,
        Path runDirectory,
        String uplink,
        String mode,
        String policy,
        boolean allowUnsafe) {
      this(launcher, runDirectory, uplink, mode, policy, allowUnsafe, false, 1);
    }

    /** Where it listens for front-ends. */
    public Path vhostSocket() {
      return runDirectory.resolve("vhost-user.sock");
    }

    Path adminSocket() {
      return runDirectory.resolve("admin.sock");
    }

    /** Program and arguments. */
    public List<String> command() {
      List<String> command = new ArrayList<>(launcher);
      command.addAll(List.of("serve", "--socket-path", vhostSocket().toString()));
      command.addAll(List.of("--uplink", uplink, "--admin", "unix:" + adminSocket()));
      command.addAll(List.of("--mode", mode, "--barriers", policy));
      if (allowUnsafe) {
        command.add("--allow-unsafe");
      }
      if (queues > 1) {
        command.addAll(List.of("--queues", Integer.toString(queues)));
      }
      if (connects) {
        command.add("--client");
      }
      return command;
    }
  }

  private final Child child;
  private final AdminClient admin;
  private final List<String> alarms;

  private Daemon(Child child, AdminClient admin, List<String> alarms) {
    this.child = child;
    this.admin = admin;
    this.alarms = alarms;
  }

  /**
   * Starts a daemon and returns when it answers on its admin socket.
   *
   * @throws LabException when it ends first, or does not answer within 20 s
   */
  public static Daemon start(Options options) {
    List<String> alarms = new java.util.concurrent.CopyOnWriteArrayList<>();
    Child child =
        Child.start(
            "the daemon",
            options.command(),
            options.runDirectory(),
            line -> {
              if (isAlarm(line)) {
                alarms.add(line);
              }
            });
    Daemon daemon = new Daemon(child, new AdminClient(options.adminSocket()), alarms);
    try {
      daemon.waitUntilListening(options);
      return daemon;
    } catch (RuntimeException e) {
      daemon.close();
      throw e;
    }
  }

  /** True for a log line at WARN or ERROR. */
  static boolean isAlarm(String line) {
    return ALARM.matcher(line).find();
  }

  public AdminClient admin() {
    return admin;
  }

  public void checkAlive() {
    child.checkAlive();
  }

  /** Log lines at WARN or ERROR so far. */
  public List<String> alarms() {
    return List.copyOf(alarms);
  }

  public String lastLines(int count) {
    return child.lastLines(count);
  }

  /** The daemon's own pid, which is not the launcher's where that one does not exec. */
  public long ownPid() {
    return admin.status().pid();
  }

  /** SIGKILL. */
  public void kill() {
    ProcessHandle.of(ownPid()).ifPresent(ProcessHandle::destroyForcibly);
    child.kill();
  }

  public boolean alive() {
    return child.alive();
  }

  @Override
  public void close() {
    child.close();
  }

  private void waitUntilListening(Options options) {
    Waiting.until(
        "the daemon's sockets",
        START_PATIENCE,
        () -> {
          child.checkAlive();
          return (options.connects() || Files.exists(options.vhostSocket())) && answers();
        });
  }

  private boolean answers() {
    try {
      // A launcher that execs has the daemon's pid; a stale socket of a killed one is not an
      // answer.
      return admin.status().pid() > 0;
    } catch (LabException e) {
      return false;
    }
  }
}
