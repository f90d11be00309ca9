package io.ringfence.server.cli;

import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.admin.AdminClient;
import io.ringfence.server.takeover.Formats;
import io.ringfence.server.takeover.HandOverException;
import io.ringfence.server.takeover.TakeOver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code --take-over}: begin with everything that a running daemon serves. */
final class TakeOverOption {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OptionSpec option =
      Specs.option("--take-over", AdminAddress.class, "ADDRESS", TakeOverOption::parse)
          .description(
              "Take everything over from the daemon with this admin address, and serve on; that one"
                  + " ends. Front-ends stay connected. What is not given is as there.")
          .build();

  /** An admin address, or the path of its socket. */
  private static AdminAddress parse(String text) {
    return AdminAddress.parse(text.startsWith("/") ? "unix:" + text : text);
  }

  OptionSpec option() {
    return option;
  }

  boolean isGiven() {
    return option.getValue() != null;
  }

  /** Finds the running daemon, which serves on until the take-over is run. */
  TakeOver begin() throws IOException, HandOverException {
    try (var client = new AdminClient(option.getValue(), PATIENCE)) {
      return new TakeOver(Path.of(client.post("/take-over").path("socket").asText()), Formats.OWN);
    }
  }

  /** Leaves another option as it is given, or gives it the running daemon's value. */
  static void or(OptionSpec another, Object running) {
    if (!isGiven(another)) {
      another.setValue(running);
    }
  }

  /**
   * Gives another option, which front-ends or the uplink depend on, the running daemon's value.
   *
   * @throws ParameterException where it is given otherwise
   */
  static void same(OptionSpec another, Object running) {
    if (isGiven(another) && !another.getValue().equals(running)) {
      throw new ParameterException(
          another.command().commandLine(),
          "%s %s, but the running daemon has %s; leave the option out, or end that daemon"
              .formatted(another.longestName(), another.getValue(), running));
    }
    another.setValue(running);
  }

  private static boolean isGiven(OptionSpec another) {
    return another.command().commandLine().getParseResult().hasMatchedOption(another);
  }
}
