package io.ringfence.lab.kit.daemon;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.lab.kit.process.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The daemon as a process: started, watched for warnings, driven through its admin socket. */
public final class DaemonUnderTest implements AutoCloseable {
  private static final Duration START_PATIENCE = Duration.ofSeconds(20);
  private static final Duration END_PATIENCE = Duration.ofSeconds(20);
  private static final Pattern STOPPED = Pattern.compile("stopped=([0-9]+)us");
  private static final Pattern ALARM = Pattern.compile("\\b(WARN|ERROR)\\b");

  /**
   * The start options.
   *
   * @param launcher the command up to and without {@code serve}
   * @param runDirectory directory of its sockets
   * @param uplink value of {@code --uplink}
   * @param mode {@code eventfd} or {@code poll}
   * @param connects whether it connects to its socket, on which QEMU listens
   * @param queues queue pairs that a front-end may use
   * @param orderPlatform whether it offers VIRTIO_F_ORDER_PLATFORM
   * @param guestAnnounce whether it offers VIRTIO_NET_F_GUEST_ANNOUNCE
   */
  public record Options(
      List<String> launcher,
      Path runDirectory,
      String uplink,
      String mode,
      String policy,
      boolean allowUnsafe,
      boolean connects,
      int queues,
      boolean orderPlatform,
      boolean guestAnnounce) {

    /** Creates options of a listening daemon with one queue pair. */
    public Options(
        List<String> launcher,
        Path runDirectory,
        String uplink,
        String mode,
        String policy,
        boolean allowUnsafe) {
      this(launcher, runDirectory, uplink, mode, policy, allowUnsafe, false, 1, false, false);
    }

    /** Returns the path on which it listens for front-ends. */
    public Path vhostSocket() {
      return runDirectory.resolve("vhost-user.sock");
    }

    Path adminSocket() {
      return runDirectory.resolve("admin.sock");
    }

    /** Returns program and arguments. */
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
      if (orderPlatform) {
        command.addAll(List.of("--features", "+order_platform"));
      }
      if (guestAnnounce) {
        command.add("--guest-announce");
      }
      return command;
    }
  }

  private final Child child;
  private final DaemonAdmin admin;
  private final List<String> alarms;
  private final List<String> takeOver; // its log line about a take-over

  private DaemonUnderTest(
      Child child, DaemonAdmin admin, List<String> alarms, List<String> takeOver) {
    this.child = child;
    this.admin = admin;
    this.alarms = alarms;
    this.takeOver = takeOver;
  }

  /**
   * Starts a daemon. Returns when it answers on its admin socket.
   *
   * @throws LabException if it ends first, or does not answer within 20 s
   */
  public static DaemonUnderTest start(Options options) {
    DaemonUnderTest daemon = launch(options, options.command());
    daemon.awaitAnswer(options, 0);
    return daemon;
  }

  /**
   * Starts a second daemon that takes over from this one. Returns when the second one answers on
   * the admin socket.
   */
  public DaemonUnderTest takeOver(Options options) {
    long own = ownPid();
    List<String> command = new ArrayList<>(options.launcher());
    command.addAll(List.of("serve", "--take-over", "unix:" + options.adminSocket()));
    DaemonUnderTest next = launch(options, command);
    next.awaitAnswer(options, own);
    return next;
  }

  private static DaemonUnderTest launch(Options options, List<String> command) {
    List<String> alarms = new CopyOnWriteArrayList<>();
    List<String> takeOver = new CopyOnWriteArrayList<>();
    Child child =
        Child.start(
            "the daemon",
            command,
            options.runDirectory(),
            line -> {
              if (isAlarm(line)) {
                alarms.add(line);
              }
              if (line.contains(" took over ")) {
                takeOver.add(line);
              }
            });
    return new DaemonUnderTest(child, new DaemonAdmin(options.adminSocket()), alarms, takeOver);
  }

  private void awaitAnswer(Options options, long predecessor) {
    try {
      waitUntilListening(options, predecessor);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Returns when this daemon has ended.
   *
   * @throws LabException if it keeps running, or ends with an exit status other than 0
   */
  public void awaitEnd() {
    if (!child.waitForEnd(END_PATIENCE) || child.exitValue() != 0) {
      child.checkAlive();
      throw new LabException("the daemon still runs after another took over");
    }
  }

  /**
   * Returns how long no daemon served the rings during the take-over by this one, in microseconds.
   *
   * @throws LabException if its log has no such line
   */
  public long stoppedMicros() {
    for (String line : takeOver) {
      Matcher stopped = STOPPED.matcher(line);
      if (stopped.find()) {
        return Long.parseLong(stopped.group(1));
      }
    }
    throw new LabException("the daemon did not log its take-over: " + takeOver);
  }

  /** Returns whether a log line is at WARN or ERROR. */
  static boolean isAlarm(String line) {
    return ALARM.matcher(line).find();
  }

  public DaemonAdmin admin() {
    return admin;
  }

  public void checkAlive() {
    child.checkAlive();
  }

  /** Returns the log lines at WARN or ERROR so far. */
  public List<String> alarms() {
    return List.copyOf(alarms);
  }

  public String lastLines(int count) {
    return child.lastLines(count);
  }

  /** Returns the daemon's own pid. The launcher's pid differs if the launcher does not exec. */
  public long ownPid() {
    return admin.status().pid();
  }

  /** Sends SIGKILL. */
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

  private void waitUntilListening(Options options, long predecessor) {
    Waiting.until(
        "the daemon's sockets",
        START_PATIENCE,
        () -> {
          child.checkAlive();
          return (options.connects() || Files.exists(options.vhostSocket()))
              && answers(predecessor);
        });
  }

  private boolean answers(long predecessor) {
    try {
      // A launcher that execs has the daemon's pid. A stale socket of a killed daemon does not
      // answer.
      long pid = admin.status().pid();
      return pid > 0 && pid != predecessor;
    } catch (LabException e) {
      return false;
    }
  }
}
