package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.analysis.Analysis;
import java.util.List;

/** Numbers and titles that distinguish the experiments of a report. */
final class Titles {
  private static final int MOST_LABEL = 18;

  private final List<Analysis> analyses;

  Titles(List<Analysis> analyses) {
    this.analyses = List.copyOf(analyses);
  }

  /** Returns the number, from 1. */
  int number(Analysis analysis) {
    for (int i = 0; i < analyses.size(); i++) {
      if (analyses.get(i) == analysis) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException("not an experiment of this report");
  }

  String title(Analysis analysis) {
    String title = analysis.experiment().design().title();
    return analyses.size() == 1
        ? title
        : "%d. %s, on %s"
            .formatted(
                number(analysis), title, analysis.experiment().environment().machine().cpu());
  }

  /** Shortens a policy's name for a narrow column. */
  static String shortened(String name) {
    return name.length() <= MOST_LABEL ? name : name.substring(0, MOST_LABEL - 3) + "...";
  }
}
