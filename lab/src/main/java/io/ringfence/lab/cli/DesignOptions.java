package io.ringfence.lab.cli;

import io.ringfence.lab.measure.experiment.Control;
import io.ringfence.lab.measure.experiment.Design;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of an experiment's design. */
final class DesignOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--policies",
      paramLabel = "A,B,...",
      defaultValue = "auto,smp,dma,mandatory",
      description =
          "Barrier policies; the others are compared with the first (default: ${DEFAULT-VALUE})."
              + " Also custom:S1=none,S5=smp,... and dose:0,50,500.")
  private String policies;

  @Option(
      names = "--test",
      paramLabel = "TCP_RR|UDP_RR",
      defaultValue = "TCP_RR",
      description = "netperf test to run (default: ${DEFAULT-VALUE}).")
  private String test;

  @Option(
      names = {"-b", "--burst"},
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Transactions in flight in addition to the awaited one (default: " + "${DEFAULT-VALUE}).")
  private int burst;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Runs under each policy in each boot (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "Length of a run (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--boots",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Starts of guest and daemon; with more than one, a boot is the unit of the statistics"
              + " (default: ${DEFAULT-VALUE}).")
  private int boots;

  @Option(
      names = "--until-decided",
      description =
          "Stop when every comparison is decided, at the latest after --pairs "
              + "pairs (or, with --boots, that number of boots).")
  private boolean untilDecided;

  @Option(
      names = "--margin",
      paramLabel = "P%",
      defaultValue = "1%",
      description = "Differences up to this are called equivalent (default: ${DEFAULT-VALUE}).")
  private String margin;

  @Option(
      names = "--controls",
      paramLabel = "aa,dose,negative|none",
      description =
          "The controls to run (default: aa,dose, and negative with "
              + "--allow-unsafe). The report lists those that did not run.")
  private String controls;

  @Option(
      names = "--doses",
      paramLabel = "N,N,...",
      defaultValue = "0,10000,30000",
      description =
          "Extra full fences at each store-load point, for the dose control (default:"
              + " ${DEFAULT-VALUE}).")
  private String doses;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the order of runs (default: random).")
  private Long seed;

  /**
   * @throws ParameterException if a value is not allowed
   */
  Design design(GuestOptions guest) {
    ArgumentChecks.oneOf(spec, "--test", test, List.of("TCP_RR", "UDP_RR"));
    ArgumentChecks.between(spec, "--burst", burst, 0, 1000);
    ArgumentChecks.between(spec, "--pairs", pairs, 1, 1000);
    ArgumentChecks.between(spec, "--seconds", seconds, 1, 3600);
    ArgumentChecks.between(spec, "--boots", boots, 1, 1000);
    return new Design(
        guest.kind(),
        test,
        burst,
        policies(),
        pairs,
        boots,
        untilDecided,
        seconds,
        ArgumentChecks.percent(spec, "--margin", margin),
        controls(guest.allowUnsafe),
        doses(),
        seed == null ? new SecureRandom().nextLong() : seed);
  }

  private List<String> policies() {
    List<String> list = PolicyList.parse(policies);
    if (!PolicyList.isDistinct(list)) {
      throw ArgumentChecks.wrong(
          spec, "--policies %s: expected distinct names".formatted(policies));
    }
    return list;
  }

  private List<Control> controls(boolean allowUnsafe) {
    List<Control> chosen = new ArrayList<>();
    String text = controls == null ? (allowUnsafe ? "aa,dose,negative" : "aa,dose") : controls;
    List<String> labels = Arrays.stream(Control.values()).map(Control::label).toList();
    for (String word : text.equals("none") ? new String[0] : text.split(",", -1)) {
      ArgumentChecks.oneOf(spec, "--controls", word, labels);
      chosen.add(Control.values()[labels.indexOf(word)]);
    }
    if (chosen.contains(Control.NEGATIVE) && !allowUnsafe) {
      throw ArgumentChecks.wrong(spec, "--controls negative: needs --allow-unsafe");
    }
    return chosen.stream().distinct().toList();
  }

  private List<Integer> doses() {
    TreeSet<Integer> sorted = new TreeSet<>();
    for (String word : doses.split(",", -1)) {
      if (!word.matches("\\d{1,6}")) {
        throw ArgumentChecks.wrong(
            spec, "--doses %s: expected numbers up to 100000".formatted(doses));
      }
      sorted.add(Integer.parseInt(word));
    }
    if (sorted.size() < 2) {
      throw ArgumentChecks.wrong(
          spec, "--doses %s: expected two or more distinct numbers".formatted(doses));
    }
    return List.copyOf(sorted);
  }
}
