package io.ringfence.lab.kit.process;

import java.util.ArrayList;
import java.util.List;

/** The command of a lab program in a separate JVM, compiled as the daemon's is. */
public final class ForkedJvm {
  // As in the daemon: no collector thread runs beside the measurement.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC", "-Xmx512m", "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED");

  private ForkedJvm() {}

  /**
   * Returns the command that runs a program's main method with this JVM's own program and class
   * path.
   */
  public static List<String> command(Class<?> program, List<String> flags, List<String> arguments) {
    return command(System.getProperty("java.home") + "/bin/java", program, flags, arguments);
  }

  /** Returns the same with another JVM's program. */
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

  /** Returns the same without parts specific to this machine, as reports show it. */
  public static String shown(Class<?> program, List<String> flags) {
    return "java %s %s %s"
        .formatted(String.join(" ", FLAGS), String.join(" ", flags), program.getName());
  }
}
