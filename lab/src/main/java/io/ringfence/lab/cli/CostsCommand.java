package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.measure.costs.CostAnalysis;
import io.ringfence.lab.measure.costs.CostDesign;
import io.ringfence.lab.measure.costs.CostExperiment;
import io.ringfence.lab.measure.costs.CostRunner;
import io.ringfence.lab.measure.costs.TrafficPattern;
import io.ringfence.lab.report.CostText;
import io.ringfence.lab.report.Results;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Dose;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the cost of a frame and of an ordering point, without a guest. */
@Command(
    name = "costs",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/costs [OPTION]...",
    description =
        "Measures the cost of a frame and of an ordering point under each "
            + "barrier policy: the daemon's ring code on one processor, a software "
            + "driver on another. Needs two CPUs and no guest; under 3 minutes by "
            + "default. Exit status 1 also if a control failed.")
final class CostsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--policies",
      paramLabel = "A,B,...",
      defaultValue = "auto,smp,dma,mandatory,seqcst,acqrel,none,stub-nop",
      description =
          "Barrier policies; the others are compared with the first (default: "
              + "${DEFAULT-VALUE}). Unsound policies are accepted, since no guest runs.")
  private String policies;

  @Option(
      names = "--points",
      paramLabel = "A,B,...|off",
      defaultValue = "none,stub-nop,mandatory",
      description =
          "Barriers to try at one ordering point at a time, with auto at all "
              + "others (default: ${DEFAULT-VALUE}).")
  private String points;

  @Option(
      names = "--ring",
      paramLabel = "split|packed|both",
      defaultValue = "both",
      description = "The virtqueues' format (default: ${DEFAULT-VALUE}).")
  private String ring;

  @Option(
      names = "--traffic",
      paramLabel = "A,B,...",
      defaultValue = "stream,lockstep,burst",
      description =
          "Order of frames: stream (they wait, each is returned separately), "
              + "lockstep (one in flight), burst (32 out and back). Default: "
              + "${DEFAULT-VALUE}.")
  private String traffic;

  @Option(
      names = "--doses",
      paramLabel = "N,N,...",
      defaultValue = "0,50,500,5000",
      description =
          "Extra full fences at each store-load point; their slope is a control "
              + "(default: ${DEFAULT-VALUE}).")
  private String doses;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "6",
      description =
          "Starts of a JVM; with more than one, a fork is the unit of the "
              + "statistics (default: ${DEFAULT-VALUE}).")
  private int forks;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "10",
      description = "Runs of every variant in each fork (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "0.005",
      description = "Length of a run, 0.001 to 10 (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--margin",
      paramLabel = "P%",
      defaultValue = "2%",
      description = "Differences up to this are called equivalent (default: ${DEFAULT-VALUE}).")
  private String margin;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the order of runs (default: random).")
  private Long seed;

  @Mixin private OutputOptions output;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  private boolean help;

  @Override
  public Integer call() {
    output.check();
    CostDesign design = design();
    CostExperiment experiment =
        new CostRunner(design, new Progress(System.err)).run(CommandLines.typed(spec, "costs"));
    CostAnalysis analysis = CostAnalysis.of(experiment);
    System.out.print(CostText.of(analysis));
    output.write(Results.of(experiment));
    if (!analysis.mayConclude()) {
      throw new LabException("controls failed (see the first lines above)");
    }
    return 0;
  }

  private CostDesign design() {
    ArgumentChecks.oneOf(spec, "--ring", ring, List.of("split", "packed", "both"));
    ArgumentChecks.between(spec, "--forks", forks, 1, 100);
    ArgumentChecks.between(spec, "--pairs", pairs, 2, 10_000);
    if (!(seconds >= 0.001 && seconds <= 10)) {
      throw ArgumentChecks.wrong(spec, "--seconds %s: expected 0.001 to 10".formatted(seconds));
    }
    return new CostDesign(
        ring.equals("both") ? List.of("split", "packed") : List.of(ring),
        policies("--policies", PolicyList.parse(policies)),
        points.equals("off") ? List.of() : orders(),
        traffics(),
        List.copyOf(new TreeSet<>(numbers("--doses", doses, 0, Dose.MOST, 3))),
        forks,
        pairs,
        seconds,
        ArgumentChecks.percent(spec, "--margin", margin),
        seed == null ? new SecureRandom().nextLong() : seed);
  }

  private List<String> policies(String option, List<String> list) {
    if (new HashSet<>(list).size() != list.size()) {
      throw ArgumentChecks.wrong(
          spec, "%s %s: expected distinct names".formatted(option, String.join(",", list)));
    }
    for (String policy : list) {
      try {
        BarrierPolicy.parse(policy);
      } catch (IllegalArgumentException e) {
        throw ArgumentChecks.wrong(spec, option + ": " + e.getMessage());
      }
    }
    return list;
  }

  private List<String> orders() {
    List<String> orders = List.of(points.split(",", -1));
    orders.forEach(order -> ArgumentChecks.oneOf(spec, "--points", order, BarrierPolicy.names()));
    return orders;
  }

  private List<TrafficPattern> traffics() {
    List<TrafficPattern> chosen = new ArrayList<>();
    for (String word : traffic.split(",", -1)) {
      ArgumentChecks.oneOf(spec, "--traffic", word, TrafficPattern.labels());
      chosen.add(TrafficPattern.values()[TrafficPattern.labels().indexOf(word)]);
    }
    return chosen.stream().distinct().toList();
  }

  private List<Integer> numbers(String option, String text, int least, int most, int count) {
    List<String> words = Arrays.stream(text.split(",", -1)).distinct().toList();
    if (words.size() < count || !words.stream().allMatch(word -> word.matches("\\d{1,6}"))) {
      throw ArgumentChecks.wrong(
          spec, "%s %s: expected %d or more distinct numbers".formatted(option, text, count));
    }
    List<Integer> numbers = words.stream().map(Integer::parseInt).toList();
    numbers.forEach(number -> ArgumentChecks.between(spec, option, number, least, most));
    return numbers;
  }
}
