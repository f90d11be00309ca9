package io.ringfence.server.cli;

import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.admin.AdminClient;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.takeover.TakeOver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** {@code --take-over}: begin with everything that a running daemon serves. */
final class TakeOverOption {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--take-over",
      paramLabel = "ADDRESS",
      converter = Converter.class,
      description =
          "Take everything over from the daemon with this admin address, and serve on; that one"
              + " ends. Front-ends stay connected. What is not given is as there.")
  private AdminAddress address;

  /** An admin address, or the path of its socket. */
  static final class Converter extends AdminOption.Converter {
    @Override
    public AdminAddress convert(String text) {
      return super.convert(text.startsWith("/") ? "unix:" + text : text);
    }
  }

  boolean isGiven() {
    return address != null;
  }

  /** Finds the running daemon, which serves on until the take-over is run. */
  TakeOver begin() throws IOException, HandOverException {
    try (var client = new AdminClient(address, PATIENCE)) {
      return new TakeOver(Path.of(client.post("/take-over").path("socket").asText()));
    }
  }

  /** An option's value: as given, or as in the running daemon. */
  <T> T or(String option, T given, T running) {
    return isGiven(option) ? given : running;
  }

  /**
   * The value of an option that front-ends or the uplink depend on: as in the running daemon.
   *
   * @throws ParameterException where it is given otherwise
   */
  <T> T same(String option, T given, T running) {
    if (isGiven(option) && !given.equals(running)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s %s, but the running daemon has %s; leave the option out, or end that daemon"
              .formatted(option, given, running));
    }
    return running;
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }
}
