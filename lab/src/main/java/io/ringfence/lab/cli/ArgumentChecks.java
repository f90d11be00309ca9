package io.ringfence.lab.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks option values. Errors name the option, the given value and the allowed values. */
final class ArgumentChecks {
  private ArgumentChecks() {}

  static void oneOf(CommandSpec spec, String name, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw wrong(
          spec, "%s %s: expected one of %s".formatted(name, value, String.join(", ", allowed)));
    }
  }

  static void between(CommandSpec spec, String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw wrong(spec, "%s %d: expected %d to %d".formatted(name, value, least, most));
    }
  }

  /** Parses a margin: more than 0 %, less than 100 %, with or without the sign. */
  static double percent(CommandSpec spec, String name, String text) {
    if (!text.matches("\\d{1,2}(\\.\\d{1,4})?%?") || text.matches("[0.]+%?")) {
      throw wrong(spec, "%s %s: expected more than 0%%, less than 100%%".formatted(name, text));
    }
    return Double.parseDouble(text.replace("%", ""));
  }

  /** Checks that the folder of an output file exists. */
  static void writable(CommandSpec spec, String name, Path file) {
    if (file != null && !Files.isDirectory(file.toAbsolutePath().getParent())) {
      throw wrong(spec, name + " " + file + ": no such folder");
    }
  }

  static ParameterException wrong(CommandSpec spec, String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
