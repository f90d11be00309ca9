package io.ringfence.lab.report;

import io.ringfence.lab.kit.host.Machine;
import io.ringfence.lab.measure.costs.CostSamples;
import io.ringfence.lab.measure.disassembly.Disassembly;
import io.ringfence.lab.measure.disassembly.Disassembly.MethodCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PointCode;
import io.ringfence.lab.measure.disassembly.Disassembly.PolicyCode;
import io.ringfence.lab.measure.experiment.Samples;
import io.ringfence.lab.measure.verify.FormalVerdict;
import io.ringfence.lab.measure.verify.Verification;
import io.ringfence.lab.measure.verify.VerificationJson;
import java.util.List;

/** Something of everything that a report may hold. */
public final class AllResults {
  private AllResults() {}

  private static final Machine MACHINE = new Machine("AMD EPYC", 2, "6.1.0", "Debian", "25");

  /** An experiment, a microbenchmark and a disassembly. */
  public static Results measured() {
    return Results.of(Samples.sound(3))
        .and(
            Results.of(CostSamples.experiment(CostSamples.design(3, 2), CostSamples::nanos, 0.002)))
        .and(Results.of(disassembly("call mfence")));
  }

  /** The code of a policy in the sample. */
  public static Disassembly disassembly(String fence) {
    return new Disassembly(
        Disassembly.KIND,
        "2026-01-02T03:04:05Z",
        MACHINE,
        "x86-64",
        List.of("scripts/disassembly --policies <a>"),
        List.of(
            new PolicyCode(
                "mandatory",
                List.of(
                    new PointCode(
                        "S5",
                        List.of(fence),
                        "call mfence",
                        fence.equals("call mfence"),
                        List.of("store begin", fence, "store end"))),
                List.of(new MethodCode("SplitQueue::publish", List.of(fence), List.of(fence))))),
        List.of(List.of("auto", "dma")));
  }

  /** As {@code ringfence verify} writes it. */
  public static String verification() {
    return VerificationJson.of(
        Verification.of(
            MACHINE,
            "x86_64",
            List.of("herd7"),
            List.of(
                FormalVerdict.of("S5", "x86_64", "none", true, List.of("a", "b")),
                FormalVerdict.of("S5", "aarch64", "auto", false, List.of("c"))),
            List.of(),
            List.of(),
            List.of("K1 cannot fail <here>")));
  }
}
