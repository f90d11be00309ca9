package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.CleanUp;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The lab's commands. Exit status: 0 done, 1 failed (one line has the reason), 2 wrong arguments.
 */
@Command(
    name = "lab",
    description = "Experiments on a running daemon with a real guest.",
    subcommands = {
      TcpRrCommand.class,
      LongRunsCommand.class,
      CostsCommand.class,
      DisassemblyCommand.class,
      ReportCommand.class,
      AcceptanceCommand.class,
      MigrationCommand.class,
      UmlCommand.class,
      ReconnectCommand.class,
      HotRestartCommand.class,
      BenchCommand.class,
      ClientCommand.class,
      VerifyCommand.class,
      DpdkCommand.class
    })
public final class LabMain {
  private LabMain() {}

  static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new LabMain())
        .setParameterExceptionHandler((exception, arguments) -> {
          CommandLine command = exception.getCommandLine();
          command.getErr().println(exception.getMessage() + " (--help lists the options)");
          return command.getCommandSpec().exitCodeOnInvalidInput();
        })
        .setExecutionExceptionHandler((exception, commandLine, parsed) -> {
          if (CleanUp.shuttingDown()) {
            commandLine.getErr().println("interrupted");
          } else if (exception instanceof LabException) {
            commandLine.getErr().println(exception.getMessage());
          } else {
            exception.printStackTrace(commandLine.getErr());
          }
          return 1;
        });
  }
}
