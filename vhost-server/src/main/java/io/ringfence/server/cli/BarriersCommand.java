package io.ringfence.server.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code ringfence barriers [POLICY]}: shows or swaps the barrier policy of a running daemon. */
final class BarriersCommand implements Callable<Integer> {
  private final AdminOption admin = new AdminOption();
  private final PositionalParamSpec policy =
      PositionalParamSpec.builder()
          .arity("0..1")
          .type(String.class)
          .paramLabel("POLICY")
          .description("The policy to swap to, as serve --barriers takes it.")
          .build();
  private final CommandSpec spec =
      Specs.command(
              "barriers",
              this,
              "Show the barrier policy of a running daemon, or swap it while traffic runs.")
          .addOption(admin.option())
          .addPositional(policy);

  CommandSpec spec() {
    return spec;
  }

  @Override
  public Integer call() throws IOException {
    String wanted = policy.getValue();
    JsonNode view =
        wanted == null ? admin.get("/barriers") : admin.put("/barriers", Map.of("policy", wanted));
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
