package io.ringfence.lab.measure.experiment;

import io.ringfence.lab.kit.daemon.BarrierStatus;
import io.ringfence.lab.kit.daemon.RingCounts;
import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.kit.traffic.NetperfResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Made-up experiments with known differences. */
public final class Samples {
  private Samples() {}

  public static Design design(List<String> policies, int pairs, int boots, boolean untilDecided) {
    return new Design(
        new Design.GuestKind("x86_64", 2, "split", true, "eventfd", "host", false),
        "TCP_RR",
        0,
        policies,
        pairs,
        boots,
        untilDecided,
        5,
        1,
        List.of(Control.AA, Control.DOSE),
        List.of(0, 1000),
        7);
  }

  public static Run run(int boot, int block, String policy, double rate, Long lost) {
    return new Run(
        boot,
        block,
        policy,
        (boot * 100L + block) * 1000,
        NetperfResult.parse(
            String.format(
                Locale.ROOT,
                "THROUGHPUT=%.6f\nELAPSED_TIME=10.00\nMEAN_LATENCY=%.6f\nP50_LATENCY=480\n"
                    + "P90_LATENCY=700\nP99_LATENCY=900",
                rate,
                1e6 / rate)),
        5_000_000,
        20_000_000,
        6_000_000,
        400_000,
        200_000,
        9_000_000,
        20_000_000,
        counters(lost));
  }

  private static RingCounts counters(Long lost) {
    var counts = new HashMap<String, Long>();
    counts.put("frames", 40_000L);
    counts.put("kicks", 20_000L);
    counts.put("calls", 10_000L);
    counts.put("rechecksFoundWork", 5L);
    counts.put("lostKicks", lost);
    counts.put("lostCalls", lost);
    return new RingCounts(counts);
  }

  public static BarrierStatus barriers(String policy, boolean correct, String s1, String s5) {
    return new BarrierStatus(
        policy, correct, Map.of(), Map.of("S1", s1, "S5", s5, "S6", s5), "x86-64", List.of());
  }

  /**
   * Blocks of runs around 2000 transactions/s.
   *
   * @param factor how many times the rate a policy has
   * @param noise relative, of every single run
   */
  public static List<Run> runs(
      List<String> policies,
      int boots,
      int pairs,
      ToDoubleFunction<String> factor,
      double noise,
      Long lost) {
    Random random = new Random(20);
    List<Run> runs = new ArrayList<>();
    for (int boot = 0; boot < boots; boot++) {
      for (int block = 0; block < pairs; block++) {
        for (String policy : policies) {
          double rate =
              2000 * factor.applyAsDouble(policy) * Math.exp(noise * random.nextGaussian());
          runs.add(run(boot, block, policy, rate, lost));
        }
      }
    }
    return runs;
  }

  public static Experiment experiment(Design design, String twin, List<Run> runs) {
    List<BarrierStatus> barriers =
        runs.stream()
            .map(Run::policy)
            .distinct()
            .map(policy ->
                policy.equals("mandatory")
                    ? barriers(policy, true, "call lfence", "call mfence")
                    : barriers(policy, true, "-", "lock addl"))
            .toList();
    return new Experiment(
        "2026-01-02T03:04:05Z",
        design,
        new Experiment.Environment(
            new Machine("AMD EPYC", 2, "6.1.0", "Debian GNU/Linux 12", "Temurin 25"),
            "QEMU 7.2.22",
            "TCG",
            "Linux 6.1.0 x86_64",
            "0.1.0"),
        List.of("scripts/tcp-rr --policies <a> & \"b\"", "in the guest: netperf -t TCP_RR"),
        barriers,
        twin,
        runs,
        null,
        List.of(),
        List.of("The guest is emulated."));
  }

  /** Controls that come out: dma is as smp, and a fence costs 30 ns. */
  public static double factor(String policy) {
    return switch (policy) {
      case "mandatory" -> 0.9;
      case "dose:1000" -> 1 / 1.06;
      default -> 1;
    };
  }

  /** An experiment whose controls come out, and in which mandatory is 10 % slower than smp. */
  public static Experiment sound(int pairs) {
    List<String> policies = List.of("smp", "dma", "mandatory");
    List<String> measured = List.of("smp", "dma", "mandatory", "dose:0", "dose:1000");
    return experiment(
        design(policies, pairs, 1, false),
        "dma",
        runs(measured, 1, pairs, Samples::factor, 0.005, 0L));
  }
}
