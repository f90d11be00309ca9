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

/** {@code --take-over}: start with the state of a running daemon. */
final class TakeOverOption {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final OptionSpec option =
      Specs.option("--take-over", AdminAddress.class, "ADDRESS", TakeOverOption::parse)
          .description(
              "Take everything over from the daemon with this admin address, and "
                  + "continue; that daemon ends. Front-ends stay connected. Options that "
                  + "are not given have that daemon's values.")
          .build();

  /** Parses an admin address, or the path of its socket. */
  private static AdminAddress parse(String text) {
    return AdminAddress.parse(text.startsWith("/") ? "unix:" + text : text);
  }

  OptionSpec option() {
    return option;
  }

  boolean isGiven() {
    return option.getValue() != null;
  }

  /** Finds the running daemon, which continues to serve until the take-over runs. */
  TakeOver begin() throws IOException, HandOverException {
    try (var client = new AdminClient(option.getValue(), PATIENCE)) {
      return new TakeOver(Path.of(client.post("/take-over").path("socket").asText()), Formats.OWN);
    }
  }

  /** Sets an option that is not given to the running daemon's value. */
  static void or(OptionSpec another, Object running) {
    if (!isGiven(another)) {
      another.setValue(running);
    }
  }

  /**
   * Sets an option on which front-ends or the uplink depend to the running daemon's value.
   *
   * @throws ParameterException if another value is given
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
