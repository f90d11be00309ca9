package io.ringfence.lab.kit.process;

import java.util.ArrayList;
import java.util.List;

/** How a program of the lab runs in a JVM of its own, compiled as the daemon's is. */
public final class ForkedJvm {
  // As the daemon has it: no collector thread at work beside what is measured.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC", "-Xmx512m", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

  private ForkedJvm() {}

  /** The words that run a program's main method; this JVM's own program and class path. */
  public static List<String> command(Class<?> program, List<String> flags, List<String> arguments) {
    return command(System.getProperty("java.home") + "/bin/java", program, flags, arguments);
  }

  /** The same with another JVM's program. */
  public static List<String> command(
      String java, Class<?> program, List<String> flags, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java);
    command.addAll(FLAGS);
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
    command.addAll(arguments);
    return command;
  }

  /** The same without what is this machine's own, as reports show it. */
  public static String shown(Class<?> program, List<String> flags) {
    return "java %s %s %s"
        .formatted(String.join(" ", FLAGS), String.join(" ", flags), program.getName());
  }
}
