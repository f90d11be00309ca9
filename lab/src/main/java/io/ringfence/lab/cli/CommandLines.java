package io.ringfence.lab.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Formats commands for a report. */
final class CommandLines {
  private CommandLines() {}

  /** Returns the command as typed, without the options that the scripts add. */
  static String typed(CommandSpec spec, String script) {
    List<String> words = new ArrayList<>(List.of("scripts/" + script));
    spec.commandLine().getParseResult().originalArgs().stream()
        .takeWhile(word -> !word.matches("--(image|jvm)(=.*)?"))
        .forEach(words::add);
    if (words.size() > 1
        && words.get(1).equals(script)) { // the lab's command, which the script hides
      words.remove(1);
    }
    return String.join(" ", words);
  }
}
