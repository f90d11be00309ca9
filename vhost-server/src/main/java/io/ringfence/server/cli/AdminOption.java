package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.server.admin.AdminAddress;
import io.ringfence.server.admin.AdminClient;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where the daemon that a command talks to is. */
final class AdminOption {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(
      names = "--admin",
      paramLabel = "ADDRESS",
      converter = Converter.class,
      description =
          "The daemon's admin address, unix:PATH or tcp:127.0.0.1:PORT (default: the user's own"
              + " daemon).")
  private AdminAddress address;

  /** An option's text as an address. */
  static class Converter implements ITypeConverter<AdminAddress> {
    @Override
    public AdminAddress convert(String text) {
      try {
        return AdminAddress.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  AdminAddress address() {
    return address == null ? AdminAddress.defaultAddress() : address;
  }

  /** An address for when none is given, in place of the user's own daemon's. */
  void orElse(AdminAddress another) {
    address = address == null ? another : address;
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
