package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time as Linux accounts for it, in clock ticks of 10 ms (USER_HZ is 100 on every ABI). */
public final class CpuTime {
  /** Microseconds of a clock tick. */
  public static final long TICK_MICROS = 10_000;

  /**
   * A machine's CPU time so far, from the first line of /proc/stat, over all of its CPUs.
   *
   * @param busyMicros user, nice, system, irq and softirq time
   * @param totalMicros the same with idle, iowait and steal time
   */
  public record Machine(long busyMicros, long totalMicros) {
    public Machine since(Machine earlier) {
      return new Machine(busyMicros - earlier.busyMicros, totalMicros - earlier.totalMicros);
    }

    /** Returns busy time as a share of all time, 0 to 1; 0 if no time has passed. */
    public double utilization() {
      return totalMicros == 0 ? 0 : (double) busyMicros / totalMicros;
    }
  }

  private CpuTime() {}

  /** Returns this machine's CPU time so far. */
  public static Machine ofHost() {
    Path stat = Path.of("/proc/stat");
    try {
      return parseMachine(Files.readString(stat));
    } catch (IOException e) {
      throw new LabException(stat + ": " + e.getMessage(), e);
    }
  }

  /** Returns the user and system time of a process with all its threads, in microseconds. */
  public static long ofProcess(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      return parseProcess(Files.readString(stat));
    } catch (IOException e) {
      throw new LabException(stat + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the CPU time of a process, of its living descendants, and of their ended children, in
   * microseconds.
   */
  public static long ofTree(long pid) {
    long own = ended(pid) + ofProcess(pid);
    return own
        + ProcessHandle.of(pid).stream()
            .flatMap(ProcessHandle::descendants)
            .mapToLong(child -> ofLiving(child.pid()))
            .sum();
  }

  // A process that ends meanwhile is in its parent's account at the next reading.
  private static long ofLiving(long pid) {
    try {
      return ofProcess(pid) + ended(pid);
    } catch (LabException e) {
      return 0;
    }
  }

  private static long ended(long pid) {
    Path stat = Path.of("/proc/" + pid + "/stat");
    try {
      return parseEndedChildren(Files.readString(stat));
    } catch (IOException e) {
      throw new LabException(stat + ": " + e.getMessage(), e);
    }
  }

  /** Parses fields 16 and 17 of /proc/PID/stat. */
  static long parseEndedChildren(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * TICK_MICROS;
  }

  /**
   * Parses fields 14 and 15 of /proc/PID/stat (proc(5)). Field 2 may contain spaces and brackets.
   */
  static long parseProcess(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MICROS;
  }

  /**
   * Reads the line that starts {@code cpu }.
   *
   * @throws LabException if there is none
   */
  public static Machine parseMachine(String procStat) {
    String line =
        procStat
            .lines()
            .filter(text -> text.startsWith("cpu "))
            .findFirst()
            .orElseThrow(() -> new LabException("/proc/stat without a cpu line: " + procStat));
    String[] fields = line.split(" +");
    long busy = 0;
    long total = 0;
    // user nice system idle iowait irq softirq steal; user already includes the guest time after
    // them.
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      long micros = Long.parseLong(fields[i]) * TICK_MICROS;
      total += micros;
      busy += i == 4 || i == 5 || i == 8 ? 0 : micros;
    }
    return new Machine(busy, total);
  }
}
