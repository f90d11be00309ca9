package io.ringfence.server.cli;

import io.ringfence.server.Version;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * Describes commands and their options, in code: reflection on annotations took a sixth of the
 * daemon's start, and a guest may be waiting for the socket.
 */
final class Specs {
  private Specs() {}

  /**
   * Returns a command with the standard options.
   *
   * @param command its code; null if it only has subcommands
   */
  static CommandSpec command(String name, Callable<Integer> command, String description) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command);
    spec.usageMessage().description(description);
    return spec.name(name)
        .versionProvider(() -> new String[] {"ringfence " + Version.text()})
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  /** Returns an option without a value; its result is a Boolean. */
  static OptionSpec.Builder flag(String name, String description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .defaultValue("false")
        .description(description);
  }

  /** Returns an option with a value, null if it is not given and has no default. */
  static OptionSpec.Builder option(String name, Class<?> type, String label) {
    return OptionSpec.builder(name).type(type).paramLabel(label);
  }

  /**
   * Returns an option of a type that picocli does not know.
   *
   * @param parser throws IllegalArgumentException with the allowed values
   */
  static <T> OptionSpec.Builder option(
      String name, Class<T> type, String label, Function<String, T> parser) {
    ITypeConverter<T> converter =
        text -> {
          try {
            return parser.apply(text);
          } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
          }
        };
    return option(name, type, label).converters(converter);
  }
}
