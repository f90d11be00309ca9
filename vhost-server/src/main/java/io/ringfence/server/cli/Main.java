package io.ringfence.server.cli;

import io.ringfence.server.Version;
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
    footer = "Besides, scripts/ringfence verify [--help] tells which barrier policies are sound.",
    subcommands = {
      ServeCommand.class,
      BarriersCommand.class,
      StatusCommand.class,
      StatsCommand.class
    })
public final class Main implements CommandLine.IVersionProvider {
  private Main() {}

  /** Runs a command; exits with 0 when done, 1 where it failed, 2 for wrong arguments. */
  public static void main(String[] arguments) {
    if (arguments.length > 0 && arguments[0].equals("serve")) {
      Preload.begin();
    }
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setParameterExceptionHandler((failure, arguments) -> {
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
