package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.Results;
import io.ringfence.lab.report.html.HtmlReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options for results in addition to standard output. */
final class OutputOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every run's raw figures to FILE; scripts/report reads them.")
  Path json;

  @Option(
      names = {"--report", "-o"},
      paramLabel = "FILE.html",
      description = "Write a report to FILE, one HTML file that needs no network.")
  private Path report;

  void check() {
    ArgumentChecks.writable(spec, "--json", json);
    ArgumentChecks.writable(spec, "--report", report);
  }

  boolean any() {
    return json != null || report != null;
  }

  void write(Results results) {
    if (json != null) {
      write(json, Archive.of(results));
    }
    writeReport(results);
  }

  void writeReport(Results results) {
    if (report != null && !results.isEmpty()) {
      write(report, HtmlReport.of(results));
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }
}
