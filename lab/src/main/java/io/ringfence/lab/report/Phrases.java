package io.ringfence.lab.report;

import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.statistics.Decision;
import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.analysis.Comparison;
import io.ringfence.lab.measure.analysis.Signed;
import io.ringfence.lab.measure.costs.CostDesign;
import io.ringfence.lab.measure.costs.CostExperiment;
import io.ringfence.lab.measure.experiment.Design;
import io.ringfence.lab.measure.experiment.Experiment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Sentences and figures that all reports share. */
public final class Phrases {
  private Phrases() {}

  /** Returns in one sentence what the experiment may conclude. */
  public static String controls(Analysis analysis) {
    if (!analysis.mayConclude()) {
      return "No conclusion: a control failed.";
    }
    return analysis.controlsLeftOut()
        ? "Controls did not run: nothing shows that this experiment can detect a " + "difference."
        : "The controls of cost passed.";
  }

  /** Formats a verdict with its basis. */
  public static String verdict(Analysis analysis, Comparison comparison) {
    boolean judgedAsControl = comparison.same() && analysis.mayConclude();
    return (judgedAsControl ? "A/A: " : "") + verdictAlone(analysis, comparison);
  }

  /** Formats a verdict without the remark that it is one of an A/A. */
  public static String verdictAlone(Analysis analysis, Comparison comparison) {
    if (!analysis.mayConclude()) {
      return "no conclusion";
    }
    return switch (comparison.verdict()) {
      case DIFFERENT, DIFFERENT_WITHIN_MARGIN -> comparison.verdict().label();
      case EQUIVALENT ->
          "equivalent within " + number(analysis.experiment().design().marginPercent()) + " %";
      case NOT_DECIDED -> "not decided (" + more(analysis, comparison.more()) + ")";
    };
  }

  private static String more(Analysis analysis, int more) {
    if (more < 0) {
      return "over %,d more %s".formatted(Decision.MOST_MORE, analysis.unit(2));
    }
    // two digits: the spread is not known better
    int scale = (int) Math.pow(10, Math.max(0, Integer.toString(more).length() - 2));
    int rounded = Math.ceilDiv(more, scale) * scale;
    return String.format(Locale.ROOT, "about %,d more %s", rounded, analysis.unit(rounded));
  }

  /** Formats a difference in percent with its limits. */
  public static String interval(Interval interval) {
    return Signed.text(interval);
  }

  /** Describes how the intervals are computed. */
  public static String method(Analysis analysis) {
    Design design = analysis.experiment().design();
    StringBuilder text = new StringBuilder();
    text.append("Mean of the logarithms of the ratios of two runs of one block, as a difference in")
        .append(" percent, with Student's 95 % interval over ")
        .append(
            design.bootIsUnit() ? "boots, each a separate guest and daemon" : "pairs of one boot")
        .append(". Equivalent: both of two one-sided tests at 5 % reject a difference of ")
        .append(number(design.marginPercent()))
        .append(
            " %, the margin declared beforehand. Different: the interval does not "
                + "contain 0. ");
    text.append(
        design.untilDecided()
            ? "Analysed repeatedly; the errors of all analyses add up to 5 % (union " + "bound)."
            : "Analysed once, at the end.");
    text.append(
            " A/A: the policy executes the reference's instructions and is judged "
                + "as that control,")
        .append(" at 99 % and 1 %; if they differed, there would be no conclusion.");
    return text.append(" Intervals are each policy's own; rate is the metric of the verdict.")
        .toString();
  }

  /** Returns the instructions by point, with the policies that execute them. */
  public static Map<String, String> instructions(Experiment experiment) {
    Map<Map<String, String>, List<String>> groups = new LinkedHashMap<>();
    for (BarrierStatus each : experiment.barriers()) {
      groups.computeIfAbsent(each.instructions(), key -> new ArrayList<>()).add(each.policy());
    }
    Map<String, String> lines = new LinkedHashMap<>();
    groups.forEach((instructions, policies) ->
        lines.put(
            String.join(", ", policies) + (policies.size() > 1 ? " (identical here)" : ""),
            byInstruction(instructions)));
    return lines;
  }

  private static String byInstruction(Map<String, String> instructions) {
    Map<String, List<String>> points = new TreeMap<>();
    instructions.forEach((point, instruction) ->
        points
            .computeIfAbsent(
                instruction.isBlank() || instruction.equals("-") ? "none" : instruction,
                key -> new ArrayList<>())
            .add(point));
    List<String> parts = new ArrayList<>();
    points.forEach((instruction, names) -> parts.add(String.join(" ", names) + " " + instruction));
    return parts.isEmpty() ? "not reported" : String.join("; ", parts);
  }

  /** Returns the environment of an experiment, by name. */
  public static Map<String, String> machine(Experiment experiment) {
    Experiment.Environment environment = experiment.environment();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("machine", cpus(environment.machine()));
    lines.put(
        "system", environment.machine().system() + ", Linux " + environment.machine().kernel());
    lines.put("guest", environment.guestKernel());
    lines.put("run by", environment.guestHost() + ", " + environment.accelerator());
    lines.put("JDK", environment.machine().jdk());
    lines.put("daemon", environment.daemonVersion());
    lines.put("started", experiment.started());
    lines.put("run", run(experiment.design()));
    return lines;
  }

  /** Returns the environment of a cost microbenchmark, by name. */
  public static Map<String, String> machine(CostExperiment experiment) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("machine", cpus(experiment.machine()));
    lines.put("system", experiment.machine().system() + ", Linux " + experiment.machine().kernel());
    lines.put("JDK", experiment.machine().jdk());
    lines.put("started", experiment.started());
    CostDesign design = experiment.design();
    lines.put(
        "run",
        "%s; %d forks of %d pairs of %s s; margin %s %%; seed %d"
            .formatted(
                String.join(" and ", design.rings()),
                design.forks(),
                design.pairs(),
                number(design.seconds()),
                number(design.marginPercent()),
                design.seed()));
    return lines;
  }

  private static String cpus(Machine machine) {
    return machine.cpu() + ", " + machine.cpus() + " CPUs";
  }

  private static String run(Design design) {
    return "%s; %d %s of %d s%s; margin %s %%; seed %d"
        .formatted(
            design.title(),
            design.pairs(),
            (design.boots() > 1 ? "pairs in each of " + design.boots() + " boots," : "pairs"),
            design.seconds(),
            design.untilDecided() ? ", or until decided" : "",
            number(design.marginPercent()),
            design.seed());
  }

  /** Formats a figure with {@code decimals} decimals. */
  public static String fixed(double value, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  /** Formats a number without trailing zeros. */
  public static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : String.format(Locale.ROOT, "%.4g", value).replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}
