package io.ringfence.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.measure.analysis.Analysis;
import io.ringfence.lab.measure.experiment.Experiment;
import io.ringfence.lab.measure.experiment.Samples;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  @TempDir Path directory;

  @Test
  void theTextOpensWithTheControls() {
    assertThat(TextReport.of(Analysis.of(Samples.sound(12))))
        .startsWith(
            "The controls of cost passed.\n"
                + "  passed     A/A: two policies that execute the same instructions do not differ")
        .contains("\nagainst smp ")
        .containsPattern("\nmandatory +different +-\\d+\\.\\d \\[-1\\d\\.\\d, -\\d+\\.\\d\\]")
        .containsPattern("\ndma +A/A: equivalent within 1 %")
        .contains("smp, dma, dose:0, dose:1000 (identical here): S5 S6 lock addl; S1 none")
        .contains("mandatory: S1 call lfence; S5 S6 call mfence");
  }

  @Test
  void withoutControlsThatComeOutThereIsNoVerdict() {
    assertThat(TextReport.of(Analysis.of(Samples.sound(1))))
        .startsWith("No conclusion: a control failed.\n  not shown  A/A")
        .containsPattern("\nmandatory +no conclusion +[-+]\\d+\\.\\d ");
  }

  @Test
  void jsonGivesEveryRunBackAsItWasTaken() throws Exception {
    Experiment experiment = Samples.sound(3);
    Path file = directory.resolve("r.json");
    Files.writeString(file, Archive.of(Results.of(List.of(experiment, experiment))));

    assertThat(Archive.read(file).experiments()).containsExactly(experiment, experiment);
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    assertThat(root.path("format").asText()).isEqualTo("ringfence-lab");
    assertThat(root.at("/experiments/0/runs")).hasSize(15);
    assertThat(root.at("/experiments/0/runs/0/figures/kicksPerTransaction").asDouble())
        .isBetween(0.5, 1.5);
    assertThat(root.at("/analysis/0/comparisons/7/policy").asText()).isEqualTo("mandatory");
    assertThat(root.at("/analysis/0/comparisons/7/differencePercent/low").isNumber()).isTrue();
  }

  @Test
  void resultsOfEveryKindAreReadBackTogetherAndByThemselves() throws Exception {
    Path verify = directory.resolve("verify.json");
    Files.writeString(verify, AllResults.verification());
    Results all = AllResults.measured().and(Archive.read(verify));
    Path file = directory.resolve("all.json");
    Files.writeString(file, Archive.of(all));

    assertThat(Archive.read(file)).isEqualTo(all);
    assertThat(all.verifications().getFirst().points()).hasSize(2);
    assertThat(all.verifications().getFirst().machine().cpu()).isEqualTo("AMD EPYC");
    Files.writeString(file, Archive.of(Results.of(AllResults.disassembly("mfence"))));
    JsonNode alone = new ObjectMapper().readTree(file.toFile());
    assertThat(alone.path("kind").asText()).isEqualTo("disassembly");
    assertThat(Archive.read(file).disassemblies().getFirst().faults())
        .containsExactly("mandatory at S5 executes mfence; the table has call mfence");
  }

  @Test
  void aTerminalGetsEveryKind() throws Exception {
    Path verify = directory.resolve("verify.json");
    Files.writeString(verify, AllResults.verification());

    assertThat(AllText.of(AllResults.measured().and(Archive.read(verify))))
        .contains("== AMD EPYC: TCP_RR", "== AMD EPYC: costs\nThe controls passed")
        .contains("== AMD EPYC: verification\npoint", "K1 cannot fail <here>")
        .contains("== AMD EPYC: disassembly\nMachine code of C2 on x86-64");
  }

  @Test
  void aFileOfAnotherKindIsTold() throws Exception {
    Path file = directory.resolve("x.json");
    Files.writeString(file, "{\"format\":\"ringfence-tcp-rr\",\"formatVersion\":1}");

    assertThatThrownBy(() -> Archive.read(file))
        .hasMessage(
            file + ": format \"ringfence-tcp-rr\" version 1; expected \"ringfence-lab\" version 2");
    Files.writeString(file, "{\"kind\":\"weather\"}");
    assertThatThrownBy(() -> Archive.read(file))
        .hasMessage(file + ": kind \"weather\"; expected costs, verify or disassembly");
    Files.writeString(file, "not json");
    assertThatThrownBy(() -> Archive.read(file))
        .hasMessageStartingWith(file + ": Unrecognized token");
  }

  @Test
  void numbersHaveNoNeedlessDecimals() {
    assertThat(Phrases.number(1)).isEqualTo("1");
    assertThat(Phrases.number(0.5)).isEqualTo("0.5");
    assertThat(Phrases.number(12.34)).isEqualTo("12.34");
    assertThat(Phrases.number(-2.50001)).isEqualTo("-2.5");
  }
}
