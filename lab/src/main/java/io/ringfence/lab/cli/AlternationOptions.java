package io.ringfence.lab.cli;

import io.ringfence.lab.measure.decision.CallSplit;
import io.ringfence.lab.measure.decision.Contrast;
import io.ringfence.lab.measure.decision.Plan;
import io.ringfence.lab.measure.decision.SliceMetric;
import io.ringfence.lab.measure.decision.Timing;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options that lay down which policies take turns, and for how long. */
final class AlternationOptions {
  private static final String QUICK = "auto,smp,mandatory,stub:smp,dose:500";
  private static final String FULL = QUICK + ",dma,stub-nop,dose:50,dose:250";
  private static final String DOSE = "dose:";
  private static final int MOST_ARMS = 64; // of the daemon
  private static final double ALPHA = 0.05;
  private static final int WARM_UP_SECONDS = 15;
  private static final int WARM_UP_SECONDS_AN_ARM = 4;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--quick",
      description =
          "One boot of 150 s and fewer policies; the verdicts hold for that boot only. Without it, 6"
              + " boots of 255 s.")
  private boolean quick;

  @Option(
      names = "--policies",
      paramLabel = "A,B,...",
      description =
          "Barrier policies; the first is the reference (default with --quick: "
              + QUICK
              + "; otherwise also dma,stub-nop,dose:50,dose:250).")
  private String policies;

  @Option(
      names = "--instances",
      paramLabel = "N",
      defaultValue = "4",
      description = "Separately compiled instances of each policy (default: ${DEFAULT-VALUE}).")
  private int instances;

  @Option(
      names = "--boots",
      paramLabel = "N",
      description = "Starts of guest and daemon (default: 6, with --quick 1).")
  private Integer boots;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      description = "Time that is recorded in a boot (default: 255, with --quick 150).")
  private Integer seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      description =
          "Time in a boot for the code of all instances to be compiled (default: 15 s, and 4 s for"
              + " each).")
  private Integer warmUp;

  @Option(
      names = "--slice",
      paramLabel = "LEAST-MOST",
      defaultValue = "20-40",
      description =
          "Length of a slice's counted part, ms, random between the two (default: ${DEFAULT-VALUE}).")
  private String slice;

  @Option(
      names = "--washout",
      paramLabel = "MS",
      defaultValue = "5",
      description = "Left out at the beginning of a slice, ms (default: ${DEFAULT-VALUE}).")
  private int washout;

  @Option(
      names = "--test",
      paramLabel = "TCP_RR|UDP_RR",
      defaultValue = "TCP_RR",
      description = "What netperf runs (default: ${DEFAULT-VALUE}).")
  String test;

  @Option(
      names = "--margin",
      paramLabel = "P%",
      defaultValue = "1%",
      description = "Differences up to this are called equivalent (default: ${DEFAULT-VALUE}).")
  private String margin;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the order and the lengths of slices (default: chance).")
  private Long seed;

  /**
   * Returns the plan.
   *
   * @throws ParameterException if a value is not one of those allowed
   */
  Plan plan() {
    ArgumentChecks.oneOf(spec, "--test", test, List.of("TCP_RR", "UDP_RR"));
    ArgumentChecks.between(spec, "--instances", instances, 1, 16);
    ArgumentChecks.between(spec, "--boots", boots(), 1, 100);
    ArgumentChecks.between(spec, "--seconds", seconds(), 1, 3600);
    Timing timing = timing();
    List<String> list = list();
    int arms = list.size() * instances;
    if (arms < 2 || arms > MOST_ARMS) {
      throw ArgumentChecks.wrong(
          spec,
          "%d policies x %d instances are %d arms: expected 2 to %d"
              .formatted(list.size(), instances, arms, MOST_ARMS));
    }
    ArgumentChecks.between(spec, "--warm-up", warmUpSeconds(), 1, 3600);
    int blocks = Math.max(1, (int) (seconds() / (arms * timing.meanSeconds())));
    return new Plan(
        list,
        instances,
        boots(),
        blocks,
        Math.min(Plan.SUPERBLOCK, blocks),
        timing,
        List.of(SliceMetric.WORKER_CPU, SliceMetric.RATE),
        contrasts(list),
        sensitivity(list),
        splits(list),
        identical(list),
        ArgumentChecks.percent(spec, "--margin", margin),
        ALPHA,
        0,
        seed == null ? new SecureRandom().nextLong() >>> 1 : seed);
  }

  private int boots() {
    return boots == null ? (quick ? 1 : 6) : boots;
  }

  private int seconds() {
    return seconds == null ? (quick ? 150 : 255) : seconds;
  }

  /** The longest time in a boot for the code to be compiled, s. */
  int warmUpSeconds() {
    return warmUp == null
        ? WARM_UP_SECONDS + WARM_UP_SECONDS_AN_ARM * list().size() * instances
        : warmUp;
  }

  private Timing timing() {
    if (!slice.matches("[0-9]{1,4}-[0-9]{1,4}")) {
      throw ArgumentChecks.wrong(spec, "--slice %s: expected LEAST-MOST, ms".formatted(slice));
    }
    int least = Integer.parseInt(slice.substring(0, slice.indexOf('-')));
    int most = Integer.parseInt(slice.substring(slice.indexOf('-') + 1));
    ArgumentChecks.between(spec, "--slice", least, 5, 5000);
    ArgumentChecks.between(spec, "--slice", most, least, 5000);
    ArgumentChecks.between(spec, "--washout", washout, 0, 1000);
    return new Timing(least, most, washout);
  }

  private List<String> list() {
    String text = policies == null ? (quick ? QUICK : FULL) : policies;
    List<String> list = PolicyList.parse(text);
    if (!PolicyList.isDistinct(list)) {
      throw ArgumentChecks.wrong(spec, "--policies %s: expected names that differ".formatted(text));
    }
    try {
      list.forEach(BarrierPolicy::parse);
    } catch (IllegalArgumentException e) {
      throw ArgumentChecks.wrong(spec, "--policies: " + e.getMessage());
    }
    return list;
  }

  /** Each policy against the first, and mandatory against its twin in stubs. */
  private static List<Contrast> contrasts(List<String> list) {
    Stream<Contrast> withReference =
        list.stream()
            .skip(1)
            .filter(policy -> !policy.startsWith(DOSE))
            .map(policy -> new Contrast(policy, list.getFirst()));
    Stream<Contrast> twins =
        list.containsAll(List.of("mandatory", "stub:smp"))
            ? Stream.of(new Contrast("mandatory", "stub:smp"))
            : Stream.of();
    return Stream.concat(withReference, twins).toList();
  }

  private static List<Contrast> sensitivity(List<String> list) {
    return list.stream()
        .skip(1)
        .filter(policy -> policy.startsWith(DOSE) && !policy.endsWith(":0"))
        .map(policy -> new Contrast(policy, list.getFirst()))
        .toList();
  }

  private static List<CallSplit> splits(List<String> list) {
    return list.containsAll(List.of("mandatory", "stub:smp", "smp"))
        ? List.of(new CallSplit("mandatory", "stub:smp", "smp"))
        : List.of();
  }

  /** Policies that execute the same on this machine, in groups of two or more. */
  private static List<List<String>> identical(List<String> list) {
    Map<List<String>, List<String>> groups = new LinkedHashMap<>();
    for (String name : list) {
      BarrierPolicy policy = BarrierPolicy.parse(name);
      List<String> executed =
          Stream.of(OrderingPoint.values())
              .map(point -> Instructions.at(policy, point, Architecture.host()))
              .toList();
      groups.computeIfAbsent(executed, key -> new ArrayList<>()).add(name);
    }
    return groups.values().stream().filter(group -> group.size() > 1).toList();
  }
}
