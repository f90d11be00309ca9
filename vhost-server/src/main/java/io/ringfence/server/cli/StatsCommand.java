package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringfence stats}: what a running daemon has counted. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Show what a running daemon has counted since each front-end connected.")
final class StatsCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      List.of(
          "session",
          "index",
          "role",
          "frames",
          "bytes",
          "kicks",
          "calls",
          "callsSuppressed",
          "rechecksFoundWork",
          "dropped",
          "lostKicks",
          "lostCalls");

  @Spec private CommandSpec spec;
  @Mixin private AdminOption admin;

  @Option(names = "--json", description = "As the admin interface gives it.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    JsonNode stats = admin.get("/stats");
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(stats.toPrettyString());
      return 0;
    }
    out.printf("process CPU %.3f s%n", stats.path("processCpuNanos").asLong() / 1e9);
    for (JsonNode worker : stats.path("workers")) {
      out.printf(
          "%s CPU %.3f s, %d bytes of heap allocated%n",
          worker.path("name").asText(),
          worker.path("cpuNanos").asLong() / 1e9,
          worker.path("allocatedBytes").asLong());
    }
    var table = new Table().row(COLUMNS.toArray());
    for (JsonNode ring : stats.path("vrings")) {
      table.row(COLUMNS.stream().map(column -> ring.path(column).asText()).toArray());
    }
    table.print(out);
    return 0;
  }
}
