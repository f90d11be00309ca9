package io.ringfence.lab.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.daemon.Barriers;
import io.ringfence.lab.daemon.Stats;
import io.ringfence.lab.experiment.Run;
import io.ringfence.lab.experiment.Summary;
import io.ringfence.lab.host.Machine;
import io.ringfence.lab.netperf.NetperfResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final List<String> POLICIES = List.of("smp", "mandatory");

  private static Run run(int block, String policy, double rate, long daemonMicros) {
    return new Run(
        block,
        policy,
        block * 1000L,
        NetperfResult.parse(
            "THROUGHPUT=%s\nELAPSED_TIME=10.00\nMEAN_LATENCY=500.5\nP50_LATENCY=480\nP99_LATENCY=900"
                .formatted(rate)),
        5_000_000,
        20_000_000,
        6_000_000,
        daemonMicros,
        daemonMicros / 2,
        new Stats.Totals(40_000, 20_000, 10_000, 0, 5, 0));
  }

  private static final List<Run> RUNS =
      List.of(
          run(0, "smp", 2000, 400_000),
          run(0, "mandatory", 1980, 410_000),
          run(1, "mandatory", 1940, 420_000),
          run(1, "smp", 2000, 400_000));

  private static Barriers barriers(String policy, boolean correct, String s1, String s5) {
    return new Barriers(
        policy, correct, Map.of(), Map.of("S1", s1, "S5", s5, "S6", s5), "x86-64", List.of());
  }

  private static Facts facts(List<String> alarms) {
    return new Facts(
        Instant.EPOCH,
        Map.of("pairs", 2, "arch", "x86_64"),
        new Machine("AMD EPYC", 2, "6.1.0", "Debian GNU/Linux 12", "Temurin 25"),
        "7.2.22",
        "TCG",
        "Linux 6.1.0 x86_64",
        "0.1.0",
        alarms);
  }

  private static String text(List<String> alarms) {
    return TextReport.of(
        new Summary(POLICIES, RUNS),
        List.of(barriers("smp", true, "", "lock addl"), barriers("none", false, "", "")),
        facts(alarms));
  }

  @Test
  void theTableHasAMeanPerPolicyAndFiguresPerTransaction() {
    assertThat(text(List.of()))
        .startsWith(
            """
            policy     trans/s  mean us  p99 us  guest CPU %  QEMU us/tr  daemon us/tr  kicks/tr  calls/tr
            smp           2000    500.5     900         25.0       300.0          20.0      1.00      0.50
            mandatory     1960    500.5     900         25.0       306.2          21.2      1.02      0.51
            """);
  }

  @Test
  void differencesAreOfPairsWithTheirInterval() {
    // -1 % and -3 %: mean -2, standard error 1, t(1; 0.975) = 12.706.
    assertThat(text(List.of())).contains(" -2.0 [-14.7, +10.7]");
  }

  @Test
  void anUnsoundPolicyAndAlarmsOfTheDaemonAreTold() {
    assertThat(text(List.of("12:00 WARN vring broke")))
        .contains("  none is NOT sound on this architecture\n")
        .endsWith("The daemon's log has 1 lines at WARN or ERROR:\n  12:00 WARN vring broke\n");
  }

  @Test
  void policiesWithTheSameInstructionsAreNamedIdentical() {
    assertThat(
            TextReport.instructions(
                List.of(
                    barriers("smp", true, "", "lock addl"),
                    barriers("mandatory", true, "lfence", "mfence"),
                    barriers("dma", true, "", "lock addl"))))
        .isEqualTo(
            """
            What each policy executes here (x86-64):
              smp, dma (identical here): S5 S6 lock addl; S1 none
              mandatory: S1 lfence; S5 S6 mfence
            """);
  }

  @Test
  void jsonHasEveryRunAsItWasTaken() throws Exception {
    String json =
        JsonReport.of(
            new Summary(POLICIES, RUNS),
            List.of(barriers("smp", true, "", "lock addl")),
            RUNS,
            facts(List.of()));

    JsonNode root = new ObjectMapper().readTree(json);
    assertThat(root.path("format").asText()).isEqualTo("ringfence-tcp-rr");
    assertThat(root.path("runs")).hasSize(4);
    JsonNode run = root.path("runs").get(2);
    assertThat(run.path("policy").asText()).isEqualTo("mandatory");
    assertThat(run.path("block").asInt()).isEqualTo(1);
    assertThat(run.path("netperf").path("THROUGHPUT").asText()).isEqualTo("1940.0");
    assertThat(run.path("counters").path("kicks").asLong()).isEqualTo(20_000);
    assertThat(run.path("daemonCpuMicros").asLong()).isEqualTo(420_000);
    assertThat(run.path("figures").path("kicksPerTransaction").asDouble())
        .isEqualTo(20_000 / 19_400.0);
    assertThat(root.at("/summary/1/differencePercent/transactionsPerSecond/mean").asDouble())
        .isBetween(-2.001, -1.999);
    assertThat(
            root.at("/summary/1/differencePercent/callsSuppressedPerTransaction").isMissingNode())
        .as("a reference of 0 has no relative difference")
        .isTrue();
  }
}
