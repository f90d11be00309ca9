package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence status}: what a running daemon is doing. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show a running daemon, its front-ends and their rings.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdminOption admin;

  @Option(names = "--json", description = "As the admin interface gives it.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    JsonNode status = admin.get("/status");
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(status.toPrettyString());
      return 0;
    }
    out.printf(
        "ringfence %s pid=%s socket=%s uplink=%s mode=%s barriers=%s%n",
        status.path("version").asText(),
        status.path("pid").asText(),
        status.path("socket").asText(),
        status.path("uplink").asText(),
        status.path("mode").asText(),
        status.path("policy").asText());
    for (JsonNode session : status.path("sessions")) {
      out.printf(
          "front-end %s pid=%s memory=%d MiB features=%s%n",
          session.path("id").asText(),
          session.path("peerPid").asText(),
          session.path("memoryBytes").asLong() >> 20,
          session.path("features").asText());
      rings(session.path("vrings")).print(out);
    }
    out.flush();
    return 0;
  }

  private static Table rings(JsonNode vrings) {
    var table = new Table().row("ring", "role", "state", "size", "format", "enabled");
    for (JsonNode ring : vrings) {
      table.row(
          ring.path("index").asText(),
          ring.path("role").asText(),
          ring.path("state").asText(),
          ring.path("size").asText(),
          ring.path("format").asText(),
          ring.path("enabled").asText());
    }
    return table;
  }
}
