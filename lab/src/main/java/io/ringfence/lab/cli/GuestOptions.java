package io.ringfence.lab.cli;

import io.ringfence.lab.testbed.Setup;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every command that boots a guest; the scripts give the hidden ones. */
final class GuestOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--arch",
      paramLabel = "x86_64|aarch64",
      defaultValue = "x86_64",
      description = "The guest's architecture (default: ${DEFAULT-VALUE}).")
  String arch;

  @Option(
      names = "--mode",
      paramLabel = "eventfd|poll",
      defaultValue = "eventfd",
      description = "How the daemon's workers wait (default: ${DEFAULT-VALUE}).")
  String mode;

  @Option(
      names = "--ring",
      paramLabel = "split|packed",
      defaultValue = "split",
      description = "The virtqueues' format (default: ${DEFAULT-VALUE}).")
  String ring;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "2",
      description = "The guest's CPUs (default: ${DEFAULT-VALUE}).")
  int cpus;

  @Option(
      names = "--qemu-release",
      paramLabel = "host|13",
      defaultValue = "host",
      description =
          "QEMU of the host, or of Debian 13, fetched into the cache and run with MSI-X (default:"
              + " ${DEFAULT-VALUE}).")
  private String qemuRelease;

  @Option(
      names = "--allow-unsafe",
      description = "Take policies that are not sound on this architecture.")
  boolean allowUnsafe;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Tell the options.")
  private boolean help;

  @Option(names = "--check-arguments", hidden = true)
  boolean checkOnly;

  @Option(names = "--image", hidden = true)
  private Path image;

  @Option(names = "--qemu", hidden = true)
  private List<String> qemu;

  @Option(names = "--console", hidden = true)
  private String console;

  @Option(names = "--daemon", hidden = true)
  private Path daemon;

  @Option(names = "--netserver", hidden = true)
  private Path netserver;

  @Option(names = "--busybox", hidden = true)
  private Path busybox;

  /** The host's ping, up to its options. */
  List<String> ping() {
    return List.of(given("--busybox", busybox).toString(), "ping");
  }

  /**
   * @throws ParameterException when a value is not one of those allowed
   */
  void check() {
    oneOf("--arch", arch, List.of("x86_64", "aarch64"));
    oneOf("--mode", mode, List.of("eventfd", "poll"));
    oneOf("--ring", ring, List.of("split", "packed"));
    oneOf("--qemu-release", qemuRelease, List.of("host", "13"));
    between("--cpus", cpus, 1, 16);
  }

  /**
   * @param policy what the daemon starts with
   * @throws ParameterException when one of the scripts' options is missing
   */
  Setup setup(String policy) {
    return new Setup(
        List.of(given("--daemon", daemon).toString()),
        List.of(given("--netserver", netserver).toString()),
        given("--qemu", qemu),
        given("--console", console),
        given("--image", image),
        cpus,
        ring,
        mode,
        policy,
        allowUnsafe,
        false);
  }

  void oneOf(String name, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s %s: expected one of %s".formatted(name, value, String.join(", ", allowed)));
    }
  }

  void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), "%s %d: expected %d to %d".formatted(name, value, least, most));
    }
  }

  private <T> T given(String name, T value) {
    if (value == null) {
      throw new ParameterException(spec.commandLine(), name + " is missing; the scripts give it");
    }
    return value;
  }
}
