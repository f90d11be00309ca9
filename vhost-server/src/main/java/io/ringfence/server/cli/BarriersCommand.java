package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringfence barriers [POLICY]}: shows or swaps the barrier policy of a running daemon. */
@Command(
    name = "barriers",
    mixinStandardHelpOptions = true,
    description = "Show the barrier policy of a running daemon, or swap it while traffic runs.")
final class BarriersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AdminOption admin;

  @Parameters(
      arity = "0..1",
      paramLabel = "POLICY",
      description = "The policy to swap to; as serve --barriers takes it.")
  private String policy;

  @Override
  public Integer call() throws IOException {
    JsonNode view =
        policy == null ? admin.get("/barriers") : admin.put("/barriers", Map.of("policy", policy));
    var out = spec.commandLine().getOut();
    boolean correct = view.path("correct").asBoolean();
    out.printf(
        "policy %s, %s on %s%n",
        view.path("policy").asText(),
        correct ? "correct" : "UNSAFE",
        view.path("architecture").asText());
    var table = new Table().row("point", "does", "executes");
    view.path("points")
        .properties()
        .forEach(point ->
            table.row(
                point.getKey(),
                point.getValue().asText(),
                view.path("instructions").path(point.getKey()).asText()));
    table.print(out);
    return 0;
  }
}
