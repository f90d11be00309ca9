package io.ringfence.lab.cli;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Commands as a report shows them. */
final class CommandLines {
  private CommandLines() {}

  /** As typed; what the scripts add is no part of it. */
  static String typed(CommandSpec spec, String script) {
    List<String> typed =
        spec.commandLine().getParseResult().originalArgs().stream()
            .takeWhile(word -> !word.equals("--image") && !word.startsWith("--image="))
            .toList();
    return typed.isEmpty()
        ? "scripts/" + script
        : "scripts/" + script + " " + String.join(" ", typed);
  }
}
