package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.ControlOutcome;
import io.ringfence.lab.report.Phrases;
import java.util.List;

/** The controls' outcomes, at the top of a report. */
final class ControlsTable {
  private ControlsTable() {}

  static Element of(Analysis analysis) {
    boolean fine = analysis.mayConclude() && !analysis.controlsLeftOut();
    String style = fine ? "good" : analysis.mayConclude() ? "care" : "bad";
    return of(Phrases.controls(analysis), style, analysis.checks());
  }

  /** Formats any controls below their conclusion. */
  static Element of(String conclusion, String style, List<ControlOutcome> checks) {
    return Element.of(
        "section",
        Element.of("h3", "Controls"),
        Element.of("p", conclusion).with("class", "banner " + style),
        Tables.framed(
            "Controls",
            List.of("control", "must be", "seen", "outcome"),
            checks.stream().map(ControlsTable::row).toList()));
  }

  private static Element row(ControlOutcome check) {
    return Tables.row(
        check.title(),
        List.of(
            Tables.cell(check.must()),
            Tables.cell(check.seen()),
            Element.of("td", check.state().label()).with("class", "state " + style(check))));
  }

  private static String style(ControlOutcome check) {
    return switch (check.state()) {
      case PASSED -> "good";
      case FAILED -> "bad";
      case NOT_SHOWN, LEFT_OUT -> "care";
    };
  }
}
