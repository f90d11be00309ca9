package io.ringfence.lab.report;

import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.costs.CostAnalysis;

/** Formats all results for a terminal, in sequence. */
public final class AllText {
  private AllText() {}

  public static String of(Results results) {
    StringBuilder text = new StringBuilder();
    results
        .experiments()
        .forEach(each ->
            part(
                text,
                each.environment().machine().cpu() + ": " + each.design().title(),
                TextReport.of(Analysis.of(each))));
    results
        .costs()
        .forEach(each ->
            part(text, each.machine().cpu() + ": costs", CostText.of(CostAnalysis.of(each))));
    results
        .verifications()
        .forEach(
            each -> part(text, each.machine().cpu() + ": verification", VerificationText.of(each)));
    results
        .disassemblies()
        .forEach(
            each -> part(text, each.machine().cpu() + ": disassembly", DisassemblyText.of(each)));
    return text.toString();
  }

  private static void part(StringBuilder text, String title, String body) {
    text.append("== ").append(title).append('\n').append(body).append('\n');
  }
}
