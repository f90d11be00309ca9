package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.costs.CostAnalysis;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Metric;
import io.ringfence.lab.report.Archive;
import io.ringfence.lab.report.Results;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The report: controls first, then verdicts, drawings, tables, facts, and the raw data. */
public final class HtmlReport {
  private static final List<Metric> SHOWN =
      Stream.concat(Metric.COMPARED.stream(), Stream.of(Metric.OTHERS_CPU)).toList();

  private HtmlReport() {}

  /**
   * Returns the report as one self-contained file.
   *
   * @param results not empty
   */
  public static String of(Results results) {
    List<Analysis> analyses = results.experiments().stream().map(Analysis::of).toList();
    Titles titles = new Titles(analyses);
    Element main = Element.of("main", Element.of("h1", "The cost of the device's barriers"));
    main.add(
        Element.of("p", "Written by Ringfence's lab. " + summary(results)).with("class", "note"));
    if (analyses.size() > 1) {
      main.add(Overview.of(analyses, titles));
    }
    analyses.forEach(analysis -> main.add(experiment(analysis, titles)));
    results.costs().forEach(each -> main.add(CostSection.of(CostAnalysis.of(each))));
    results.verifications().forEach(each -> main.add(VerificationSection.of(each)));
    results.disassemblies().forEach(each -> main.add(DisassemblySection.of(each)));
    main.add(rawData());
    Element html =
        Element.of("html", head(), Element.of("body", main, data(results), script()))
            .with("lang", "en");
    return "<!DOCTYPE html>\n" + html + "\n";
  }

  private static String summary(Results results) {
    if (results.experiments().size() == 1) {
      Experiment only = results.experiments().getFirst();
      return "%s, %s.".formatted(only.started(), only.environment().machine().cpu());
    }
    List<String> parts = new ArrayList<>();
    parts.add(count(results.experiments().size(), "experiment"));
    parts.add(count(results.costs().size(), "cost microbenchmark"));
    parts.add(count(results.verifications().size(), "verification"));
    parts.add(
        count(results.disassemblies().size(), "disassembly").replace("assemblys", "assemblies"));
    return String.join(", ", parts.stream().filter(part -> !part.startsWith("0 ")).toList()) + ".";
  }

  private static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static Element head() {
    return Element.of(
        "head",
        Element.of("meta").with("charset", "utf-8"),
        Element.of("meta")
            .with("name", "viewport")
            .with("content", "width=device-width, initial-scale=1"),
        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
        Element.of("title", "Ringfence: the cost of the device's barriers"),
        Element.of("style").raw(resource("report.css")));
  }

  private static Element experiment(Analysis analysis, Titles titles) {
    Element section =
        Element.of("section", Element.of("h2", titles.title(analysis)), ControlsTable.of(analysis))
            .with("class", "experiment");
    if (!analysis.comparisons().isEmpty()) {
      section.add(VerdictTable.of(analysis));
      section.add(IntervalPlot.of(analysis));
      section.add(VerdictTable.others(analysis));
    }
    section.add(Element.of("h3", "Order of the runs"));
    section.add(OrderPlot.of(analysis));
    section.add(Element.of("h3", "Latency"));
    section.add(LatencyPlot.of(analysis));
    DosePlot.of(analysis)
        .ifPresent(plot -> section.add(Element.of("h3", "Dose response")).add(plot));
    section.add(Element.of("h3", "Figures"));
    section.add(MeansTable.of(analysis, "Mean and standard deviation of the runs", SHOWN));
    section.add(
        MeansTable.of(
            analysis,
            "Notifications: a run with more of them is another workload",
            Metric.NOTIFICATIONS));
    return section.add(FactsSection.of(analysis));
  }

  private static Element rawData() {
    return Element.of(
        "section",
        Element.of("h2", "Raw data"),
        Element.of(
            "p",
            Element.of("a", "Save every run as JSON")
                .with("id", "download")
                .with("href", "#data")
                .with("download", "ringfence.json"),
            Element.of(
                "span",
                " (scripts/report reads it; it is in this file's source as the element \"data\")")));
  }

  private static Element data(Results results) {
    return Element.of("script")
        .with("type", "application/json")
        .with("id", "data")
        .raw(embeddable(Archive.of(results)));
  }

  /** Escapes JSON so that no character is special in HTML or XML. As JSON it is unchanged. */
  static String embeddable(String json) {
    return json.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e");
  }

  private static Element script() {
    return Element.of("script").raw(resource("report.js"));
  }

  private static String resource(String name) {
    try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
