package io.ringfence.lab.experiment;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Means and paired differences of an experiment's runs. */
public final class Summary {
  private final List<String> policies;
  private final List<Run> runs;

  public Summary(List<String> policies, List<Run> runs) {
    this.policies = List.copyOf(policies);
    this.runs = List.copyOf(runs);
  }

  /** In the order asked for; the first is the reference. */
  public List<String> policies() {
    return policies;
  }

  /** Runs of each policy. */
  public int pairs() {
    return runs.size() / policies.size();
  }

  /** Mean of a figure over a policy's runs. */
  public double mean(String policy, Metric metric) {
    double sum = 0;
    double[] figures = figures(policy, metric);
    for (double figure : figures) {
      sum += figure;
    }
    return sum / figures.length;
  }

  /** A policy against the first one; empty where a figure of the first is 0. */
  public Optional<PairedDifference> difference(String policy, Metric metric) {
    double[] reference = figures(policies.getFirst(), metric);
    return Arrays.stream(reference).anyMatch(figure -> figure == 0)
        ? Optional.empty()
        : Optional.of(PairedDifference.of(reference, figures(policy, metric)));
  }

  private double[] figures(String policy, Metric metric) {
    return runs.stream()
        .filter(run -> run.policy().equals(policy))
        .sorted(Comparator.comparingInt(Run::block))
        .mapToDouble(run -> run.figure(metric))
        .toArray();
  }
}
