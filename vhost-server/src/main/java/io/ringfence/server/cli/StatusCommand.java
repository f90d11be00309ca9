package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code ringfence status}: shows the state of a running daemon. */
final class StatusCommand implements Callable<Integer> {
  private final AdminOption admin = new AdminOption();
  private final OptionSpec json = Specs.flag("--json", "Print the admin interface's JSON.").build();
  private final CommandSpec spec =
      Specs.command("status", this, "Show a running daemon, its front-ends and their rings.")
          .addOption(admin.option())
          .addOption(json);

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode status = admin.get("/status");
    var out = spec.commandLine().getOut();
    if (json.getValue()) {
      out.println(status.toPrettyString());
      return 0;
    }
    print(status, out);
    out.flush();
    return 0;
  }

  /** Prints a daemon's status as lines of {@code key=value} and tables of rings. */
  static void print(JsonNode status, PrintWriter out) {
    out.printf(
        "ringfence %s pid=%s socket=%s uplink=%s mode=%s barriers=%s%n",
        status.path("version").asText(),
        status.path("pid").asText(),
        status.path("socket").asText(),
        status.path("uplink").asText(),
        status.path("mode").asText(),
        status.path("policy").asText());
    if (status.hasNonNull("capture")) {
      out.println(capture(status.path("capture")));
    }
    if (status.path("uplinkState").asText().equals("lost")) {
      out.printf("uplink lost: %s%n", status.path("uplinkLoss").asText());
    }
    for (JsonNode session : status.path("sessions")) {
      out.printf(
          "front-end %s pid=%s memory=%d MiB features=%s%n",
          session.path("id").asText(),
          session.path("peerPid").asText(),
          session.path("memoryBytes").asLong() >> 20,
          session.path("features").asText());
      rings(session.path("vrings")).print(out);
    }
    for (JsonNode waiting : status.path("waiting")) {
      out.printf(
          "front-end waits for a place pid=%s waited=%sms%n",
          waiting.path("peerPid").asText(), waiting.path("waitedMillis").asText());
    }
  }

  private static String capture(JsonNode capture) {
    String running =
        "capture file=%s state=%s"
            .formatted(capture.path("file").asText(), capture.path("state").asText());
    return capture.hasNonNull("reason")
        ? running + " reason=" + capture.path("reason").asText()
        : running;
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
