package io.ringfence.lab.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** Commands as a report shows them. */
final class CommandLines {
  private CommandLines() {}

  /** As typed; what the scripts add is no part of it. */
  static String typed(CommandSpec spec, String script) {
    List<String> words = new ArrayList<>(List.of("scripts/" + script));
    spec.commandLine().getParseResult().originalArgs().stream()
        .takeWhile(word -> !word.matches("--(image|jvm)(=.*)?"))
        .forEach(words::add);
    if (words.size() > 1 && words.get(1).equals(script)) { // the lab's command, which is the script
      words.remove(1);
    }
    return String.join(" ", words);
  }
}
