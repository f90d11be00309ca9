package io.ringfence.lab.kit.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The machine of a measurement.
 *
 * @param cpu the processor's own name, or the kernel's description of it
 */
public record Machine(String cpu, int cpus, String kernel, String system, String jdk) {

  /** Returns the machine this program runs on. */
  public static Machine here() {
    return new Machine(
        cpuModel(read("/proc/cpuinfo")),
        Runtime.getRuntime().availableProcessors(),
        read("/proc/sys/kernel/osrelease").strip(),
        prettyName(read("/etc/os-release")),
        "%s %s"
            .formatted(
                System.getProperty("java.vendor"), System.getProperty("java.runtime.version")));
  }

  /**
   * Returns the processor's name. x86 has a model name; arm64 kernels print numbers for implementer
   * and part only.
   */
  static String cpuModel(String cpuinfo) {
    String name = field(cpuinfo, "model name");
    if (!name.isEmpty()) {
      return name;
    }
    String part = field(cpuinfo, "CPU part");
    return part.isEmpty()
        ? System.getProperty("os.arch")
        : "Arm implementer %s part %s".formatted(field(cpuinfo, "CPU implementer"), part);
  }

  static String prettyName(String osRelease) {
    return osRelease
        .lines()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring(12).replace("\"", ""))
        .findFirst()
        .orElse("Linux");
  }

  private static String field(String cpuinfo, String name) {
    return cpuinfo
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static String read(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException e) {
      return "";
    }
  }
}
