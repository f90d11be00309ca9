package io.ringfence.lab.report.html;

import io.ringfence.lab.measure.analysis.Analysis;
import java.util.List;

/** Numbers and titles that tell the experiments of a report apart. */
final class Titles {
  private static final int MOST_LABEL = 18;

  private final List<Analysis> analyses;

  Titles(List<Analysis> analyses) {
    this.analyses = List.copyOf(analyses);
  }

  /** From 1. */
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

  /** A policy's name for a narrow place. */
  static String shortened(String name) {
    return name.length() <= MOST_LABEL ? name : name.substring(0, MOST_LABEL - 3) + "...";
  }
}
