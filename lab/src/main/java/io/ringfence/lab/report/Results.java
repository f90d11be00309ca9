package io.ringfence.lab.report;

import io.ringfence.lab.measure.costs.CostExperiment;
import io.ringfence.lab.measure.disassembly.Disassembly;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.verify.Verification;
import java.util.ArrayList;
import java.util.List;

/**
 * The inputs of a report, of one machine or several.
 *
 * @param experiments of {@code scripts/long-runs}
 * @param costs of {@code scripts/costs}
 * @param verifications of {@code scripts/ringfence verify}
 * @param disassemblies of {@code scripts/disassembly}
 */
public record Results(
    List<Experiment> experiments,
    List<CostExperiment> costs,
    List<Verification> verifications,
    List<Disassembly> disassemblies) {
  /** No results. */
  public static final Results NONE = new Results(List.of(), List.of(), List.of(), List.of());

  public Results {
    experiments = List.copyOf(experiments);
    costs = List.copyOf(costs);
    verifications = List.copyOf(verifications);
    disassemblies = List.copyOf(disassemblies);
  }

  public static Results of(List<Experiment> experiments) {
    return new Results(experiments, List.of(), List.of(), List.of());
  }

  public static Results of(Experiment experiment) {
    return of(List.of(experiment));
  }

  public static Results of(CostExperiment costs) {
    return new Results(List.of(), List.of(costs), List.of(), List.of());
  }

  public static Results of(Verification verification) {
    return new Results(List.of(), List.of(), List.of(verification), List.of());
  }

  public static Results of(Disassembly disassembly) {
    return new Results(List.of(), List.of(), List.of(), List.of(disassembly));
  }

  public boolean isEmpty() {
    return equals(NONE);
  }

  /** Returns these results and {@code more}. */
  public Results and(Results more) {
    return new Results(
        joined(experiments, more.experiments),
        joined(costs, more.costs),
        joined(verifications, more.verifications),
        joined(disassemblies, more.disassemblies));
  }

  private static <T> List<T> joined(List<T> first, List<T> second) {
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
