package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.verify.FormalVerdict;
import io.ringfence.lab.measure.verify.Verification;
import io.ringfence.lab.report.Phrases;
import io.ringfence.lab.report.VerificationText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The verdicts of model, native stress and jcstress on each ordering point. */
final class VerificationSection {
  private VerificationSection() {}

  static Element of(Verification verification) {
    Element section =
        Element.of(
                "section",
                Element.of("h2", "Verification, on " + verification.machine().cpu()),
                Element.of("p", VerificationText.conclusion(verification))
                    .with("class", verification.passed() ? "banner good" : "banner bad"))
            .with("class", "experiment");
    Map<String, List<FormalVerdict>> byArchitecture =
        verification.points().stream()
            .collect(
                Collectors.groupingBy(
                    FormalVerdict::arch, LinkedHashMap::new, Collectors.toList()));
    if (!byArchitecture.isEmpty()) {
      section.add(Element.of("h3", "The formal model"));
      byArchitecture.forEach((arch, points) -> section.add(model(arch, points)));
    }
    if (!verification.stress().isEmpty()) {
      section.add(Element.of("h3", "Stress through the real ring code"));
      section.add(stress(verification));
    }
    if (!verification.jcstress().isEmpty()) {
      section.add(Element.of("h3", "The policies' primitives under jcstress"));
      section.add(primitives(verification));
    }
    return section.add(FactsSection.list(verification.notes()));
  }

  private static Element model(String arch, List<FormalVerdict> points) {
    Set<String> policies = new LinkedHashSet<>();
    Map<String, Map<String, FormalVerdict>> rows = new LinkedHashMap<>();
    for (FormalVerdict each : points) {
      policies.add(each.policy());
      rows.computeIfAbsent(each.point(), any -> new LinkedHashMap<>()).put(each.policy(), each);
    }
    List<String> headings = new ArrayList<>(List.of("point"));
    headings.addAll(policies);
    return Tables.framed(
        arch + ": can the forbidden outcome occur?",
        headings,
        rows.entrySet().stream()
            .map(row ->
                Tables.row(
                    row.getKey(),
                    policies.stream().map(policy -> verdict(row.getValue().get(policy))).toList()))
            .toList());
  }

  private static Element verdict(FormalVerdict point) {
    if (point == null) {
      return Tables.cell("-");
    }
    Element cell =
        Tables.cell(point.model()).with("class", point.allowed() ? "state bad" : "state good");
    return point.source().isEmpty() ? cell : cell.with("title", String.join(" ", point.source()));
  }

  private static Element stress(Verification verification) {
    return Tables.framed(
        "Notifications lost on this machine",
        List.of("point", "policy", "trials", "lost", "lost per million", "verdict"),
        verification.stress().stream()
            .map(each ->
                Tables.row(
                    each.point(),
                    List.of(
                        Tables.cell(each.policy()),
                        Tables.figure("%,d".formatted(each.trials())),
                        Tables.figure("%,d".formatted(each.lost())),
                        Tables.figure(Phrases.fixed(each.lostPerMillion(), 1)),
                        Tables.cell(each.verdict().label()))))
            .toList());
  }

  private static Element primitives(Verification verification) {
    return Tables.framed(
        "jcstress",
        List.of("test", "policy", "observed", "samples", "verdict"),
        verification.jcstress().stream()
            .map(each ->
                Tables.row(
                    each.test(),
                    List.of(
                        Tables.cell(each.policy()),
                        Tables.figure("%,d".formatted(each.observed())),
                        Tables.figure("%,d".formatted(each.samples())),
                        Tables.cell(each.verdict().label()))))
            .toList());
  }
}
