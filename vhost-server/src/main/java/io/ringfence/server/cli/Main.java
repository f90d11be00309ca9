package io.ringfence.server.cli;

import io.ringfence.server.Version;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code ringfence}. */
@Command(
    name = "ringfence",
    mixinStandardHelpOptions = true,
    versionProvider = Main.class,
    description =
        "A vhost-user-net daemon whose device-side memory barriers can be swapped while it runs.",
    synopsisSubcommandLabel = "COMMAND",
    footer = "Besides, scripts/ringfence verify [--help] tells which barrier policies are sound.")
public final class Main implements CommandLine.IVersionProvider {
  private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("serve", ServeCommand.class);
    COMMANDS.put("barriers", BarriersCommand.class);
    COMMANDS.put("status", StatusCommand.class);
    COMMANDS.put("stats", StatsCommand.class);
  }

  private Main() {}

  /** Runs a command; exits with 0 when done, 1 where it failed, 2 for wrong arguments. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("serve")) {
      Preload.begin();
    }
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** Knows the command that the arguments name, or all: to describe one takes 20 ms of a start. */
  static CommandLine commandLine(String... given) {
    String named = given.length > 0 ? given[0] : null;
    var line = new CommandLine(new Main());
    COMMANDS.forEach((name, command) -> {
      if (name.equals(named) || !COMMANDS.containsKey(named)) {
        line.addSubcommand(command);
      }
    });
    return line.setParameterExceptionHandler(
            (failure, arguments) -> {
              CommandLine command = failure.getCommandLine();
              String name = command.getCommandSpec().qualifiedName();
              command.getErr().println(name + ": " + failure.getMessage());
              command.getErr().println("options: " + name + " --help");
              return 2;
            })
        .setExecutionExceptionHandler((failure, command, parsed) -> {
          command.getErr().println("ringfence: " + failure.getMessage());
          return 1;
        });
  }

  @Override
  public String[] getVersion() {
    return new String[] {"ringfence " + Version.text()};
  }
}
