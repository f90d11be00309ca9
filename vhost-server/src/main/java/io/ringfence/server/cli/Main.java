package io.ringfence.server.cli;

import io.ringfence.server.os.FileReason;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command line {@code ringfence}. */
public final class Main {
  private static final Map<String, Supplier<CommandSpec>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("serve", () -> new ServeCommand().spec());
    COMMANDS.put("barriers", () -> new BarriersCommand().spec());
    COMMANDS.put("status", () -> new StatusCommand().spec());
    COMMANDS.put("stats", () -> new StatsCommand().spec());
  }

  private Main() {}

  /** Runs a command. Exit status 0 if done, 1 if it failed, 2 for wrong arguments. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("serve")) {
      Preload.begin();
    }
    System.exit(commandLine(arguments).execute(arguments));
  }

  /**
   * Returns the command that the arguments name, or all of them, which takes 35 ms more CPU time.
   */
  static CommandLine commandLine(String... given) {
    String named = given.length > 0 ? given[0] : null;
    CommandSpec spec = spec();
    COMMANDS.forEach((name, command) -> {
      if (name.equals(named) || !COMMANDS.containsKey(named)) {
        spec.addSubcommand(name, command.get());
      }
    });
    return new CommandLine(spec)
        .setParameterExceptionHandler((failure, arguments) -> {
          CommandLine command = failure.getCommandLine();
          String name = command.getCommandSpec().qualifiedName();
          command.getErr().println(name + ": " + failure.getMessage());
          command.getErr().println("options: " + name + " --help");
          return 2;
        })
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println("ringfence: " + reason(failure));
          return 1;
        });
  }

  /** Returns the reason of a failure. A file's error may have only its path as message. */
  private static String reason(Exception failure) {
    return failure instanceof FileSystemException file && file.getFile() != null
        ? file.getFile() + ": " + FileReason.of(file)
        : failure.getMessage();
  }

  private static CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            "ringfence",
            null,
            "A vhost-user-net daemon whose device-side memory barriers can be swapped while it runs.");
    spec.usageMessage()
        .synopsisSubcommandLabel("COMMAND")
        .footer("scripts/ringfence verify [--help] reports which barrier policies are " + "sound.");
    return spec;
  }
}
