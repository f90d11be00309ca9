package io.ringfence.lab.cli;

import io.ringfence.lab.kit.testbed.Setup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Hidden options with what the scripts find or build, by kind of guest if it differs. */
final class HostOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Option(names = "--check-arguments", hidden = true)
  boolean checkOnly;

  @Option(names = "--image", hidden = true)
  private Map<String, Path> images;

  @Option(names = "--console", hidden = true)
  private Map<String, String> consoles;

  // One word each, ARCH/RELEASE=WORD; a word may itself contain an equals sign.
  @Option(names = "--qemu", hidden = true)
  private List<String> qemu;

  @Option(names = "--daemon", hidden = true)
  private Path daemon;

  @Option(names = "--netserver", hidden = true)
  private Path netserver;

  @Option(names = "--busybox", hidden = true)
  private Path busybox;

  /** Returns whether the scripts only check the arguments. If so, prints what the command needs. */
  boolean checksOnly(GuestOptions guest) {
    if (checkOnly) {
      spec.commandLine().getOut().println(guest.needs());
    }
    return checkOnly;
  }

  /** Returns the daemon's command, without {@code serve}. */
  List<String> launcher() {
    return List.of(given("--daemon", daemon).toString());
  }

  /** Returns the host's ping, up to its options. */
  List<String> ping() {
    return List.of(given("--busybox", busybox).toString(), "ping");
  }

  /**
   * Returns the testbed's setup.
   *
   * @param policy the daemon's start policy
   * @throws ParameterException if one of the scripts' options is missing
   */
  Setup setup(GuestOptions guest, String policy) {
    return new Setup(
        launcher(),
        netserver(),
        qemu(guest.needs()),
        given("--console", given("--console", consoles).get(guest.needs())),
        image(guest.needs()),
        guest.cpus,
        guest.ring,
        guest.kind().eventIdx(),
        guest.mode,
        policy,
        guest.allowUnsafe,
        guest.orderPlatform,
        false,
        1);
  }

  /** Returns netserver's command, without its own options. */
  List<String> netserver() {
    return List.of(given("--netserver", netserver).toString());
  }

  /**
   * Returns the image of a guest.
   *
   * @param needs as {@link GuestOptions#needs} returns it
   */
  Path image(String needs) {
    return given("--image", given("--image", images).get(needs));
  }

  private List<String> qemu(String needs) {
    if (needs.startsWith("uml/")) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    for (String word : given("--qemu", qemu)) {
      if (word.startsWith(needs + "=")) {
        words.add(word.substring(needs.length() + 1));
      }
    }
    return given("--qemu", words.isEmpty() ? null : words);
  }

  private <T> T given(String name, T value) {
    if (value == null) {
      throw ArgumentChecks.wrong(spec, name + " is missing; the scripts pass it");
    }
    return value;
  }
}
