package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringfence.server.pair.RingCounter;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code ringfence stats}: shows the counters of a running daemon. */
final class StatsCommand implements Callable<Integer> {
  private static final List<String> COLUMNS =
      Stream.concat(
              Stream.of("session", "index", "role"),
              Stream.of(RingCounter.values()).map(RingCounter::jsonName))
          .toList();

  private final AdminOption admin = new AdminOption();
  private final OptionSpec json = Specs.flag("--json", "Print the admin interface's JSON.").build();
  private final CommandSpec spec =
      Specs.command(
              "stats", this, "Show a running daemon's counters since each front-end connected.")
          .addOption(admin.option())
          .addOption(json);

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode stats = admin.get("/stats");
    var out = spec.commandLine().getOut();
    if (json.getValue()) {
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
