package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.admin.AdminClient;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The address of the daemon that a command asks. */
final class AdminOption {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final OptionSpec option =
      Specs.option("--admin", AdminAddress.class, "ADDRESS", AdminAddress::parse)
          .description(
              "The daemon's admin address, unix:PATH or tcp:127.0.0.1:PORT (default: the user's own"
                  + " daemon).")
          .build();

  OptionSpec option() {
    return option;
  }

  AdminAddress address() {
    AdminAddress given = option.getValue();
    try {
      return given == null ? AdminAddress.defaultAddress() : given;
    } catch (IllegalArgumentException e) { // $XDG_RUNTIME_DIR is too long
      throw new ParameterException(
          option.command().commandLine(), e.getMessage() + "; or name an address by --admin");
    }
  }

  JsonNode get(String path) throws IOException {
    try (var client = new AdminClient(address(), PATIENCE)) {
      return client.get(path);
    }
  }

  JsonNode put(String path, Object body) throws IOException {
    try (var client = new AdminClient(address(), PATIENCE)) {
      return client.put(path, body);
    }
  }
}
