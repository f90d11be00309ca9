package io.ringfence.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private final StringWriter errors = new StringWriter();

  private final StringWriter output = new StringWriter();

  private int run(String line) {
    return LabMain.commandLine()
        .setErr(new PrintWriter(errors, true))
        .setOut(new PrintWriter(output, true))
        .execute(line.split(" "));
  }

  @Test
  void theDefaultsAreAllowed() {
    assertThat(run("long-runs --check-arguments")).isZero();
    assertThat(output.toString()).isEqualTo("x86_64/host\n");
  }

  @Test
  void whatDesignPromisesIsAllowed() {
    assertThat(
            run(
                "long-runs --check-arguments --arch aarch64 --policies smp,seqcst --pairs 2 --seconds"
                    + " 5 --mode poll --ring packed --cpus 1 --json out.json --report out.html"))
        .isZero();
    assertThat(
            run(
                "long-runs --check-arguments --policies auto,custom:S1=none,S5=smp,dose:0,50,stub-nop"
                    + " --until-decided --boots 5 --margin 0.5% --controls aa --test UDP_RR -b 4"
                    + " --event-idx off --arch armv7"))
        .isZero();
    assertThat(output.toString()).isEqualTo("aarch64/host\narmv7/host\n");
  }

  @Test
  void theBenchmarkTellsWhatItsPartsNeed() {
    assertThat(run("bench --check-arguments --only frames,guest --pairs 3 --seconds 1")).isZero();
    assertThat(output.toString()).isEqualTo("frames\nguest\nx86_64/host\n");
    assertThat(run("bench --check-arguments --only fames")).isEqualTo(2);
    assertThat(errors.toString())
        .isEqualTo(
            "--only fames: expected one of frames, round-trip, guest, uml, scaling, start-up, seam,"
                + " epsilon (--help lists the options)\n");
  }

  @Test
  void theLongRunIsOnlyMadeWhenItIsNamed() {
    assertThat(run("bench --check-arguments")).isZero();
    assertThat(output.toString())
        .isEqualTo(
            "frames\nround-trip\nguest\numl\nscaling\nstart-up\nseam\n"
                + "x86_64/host\numl/host\n");
    output.getBuffer().setLength(0);
    assertThat(run("bench --check-arguments --only epsilon --minutes 1")).isZero();
    assertThat(output.toString()).isEqualTo("epsilon\n");
    assertThat(run("bench --check-arguments --only epsilon --minutes 0")).isEqualTo(2);
    assertThat(errors.toString()).contains("--minutes 0: expected 1 to 1440");
  }

  @Test
  void aPlanTellsTheArchitecturesOfItsCells(@TempDir Path directory) throws Exception {
    Path plan = directory.resolve("plan.json");
    Files.writeString(plan, "{\"axes\": {\"arch\": [\"x86_64\", \"aarch64\"], \"cpus\": [1, 2]}}");

    assertThat(
            run(
                "long-runs --check-arguments --matrix "
                    + plan
                    + " --json "
                    + directory
                    + "/out.jsonl"))
        .isZero();
    assertThat(output.toString()).isEqualTo("x86_64/host\naarch64/host\n");
  }

  @Test
  void aPlanWithAWrongCellIsTold(@TempDir Path directory) throws Exception {
    Path plan = directory.resolve("plan.json");
    Files.writeString(plan, "{\"cells\": [{\"ring\": \"round\"}]}");

    assertThat(run("long-runs --matrix " + plan + " --json " + directory + "/out.jsonl"))
        .isEqualTo(2);
    assertThat(errors.toString())
        .startsWith(
            "--matrix %s: cell \"ring=round\": --ring round: expected one of split, packed"
                .formatted(plan));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--arch riscv64|--arch riscv64: expected one of x86_64, aarch64, armv7, uml",
        "--arch uml --cpus 2|--cpus 2: expected 1 to 1",
        "--arch uml --event-idx off|--arch uml: takes neither --qemu-release nor --event-idx off",
        "--mode spin|--mode spin: expected one of eventfd, poll",
        "--ring round|--ring round: expected one of split, packed",
        "--cpus 0|--cpus 0: expected 1 to 16",
        "--pairs 0|--pairs 0: expected 1 to 1000",
        "--seconds 3601|--seconds 3601: expected 1 to 3600",
        "--policies smp,smp|--policies smp,smp: expected distinct names",
        "--policies dose:0,0|--policies dose:0,0: expected distinct names",
        "--margin 0|--margin 0: expected more than 0%, less than 100%",
        "--margin wide|--margin wide: expected more than 0%, less than 100%",
        "--controls placebo|--controls placebo: expected one of aa, dose, negative",
        "--controls negative|--controls negative: needs --allow-unsafe",
        "--doses 5|--doses 5: expected two or more distinct numbers",
        "--test TCP_STREAM|--test TCP_STREAM: expected one of TCP_RR, UDP_RR",
        "--boots 0|--boots 0: expected 1 to 1000",
        "--matrix plan.json|--matrix needs --json FILE, which stores its cells",
        "--report no/such/x.html|--report no/such/x.html: no such folder",
        "--json no/such/x.json|--json no/such/x.json: no such folder",
        "--what|Unknown option: '--what'",
      })
  void wrongArgumentsEndWithStatusTwoAndSayWhatIsAllowed(String arguments, String message) {
    assertThat(run("long-runs " + arguments)).isEqualTo(2);
    assertThat(errors.toString()).startsWith(message);
  }

  @Test
  void anAlternationNeedsNoOption() {
    assertThat(run("tcp-rr --check-arguments")).isZero();
    assertThat(
            run(
                "tcp-rr --check-arguments --quick --policies auto,custom:S5=mandatory*50,dose:0,50"
                    + " --instances 2 --boots 2 --seconds 20 --slice 5-9 --washout 0 --margin 2%"
                    + " --warm-up 9 --seed 1 --test UDP_RR --arch aarch64 --json out.json"))
        .isZero();
    assertThat(output.toString()).isEqualTo("x86_64/host\naarch64/host\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--policies fast|--policies: barrier policy fast is unknown; a policy is one of none,",
        "--policies smp,smp|--policies smp,smp: expected names that differ",
        "--policies auto --instances 1|1 policies x 1 instances are 1 arms: expected 2 to 64",
        "--instances 16|9 policies x 16 instances are 144 arms: expected 2 to 64",
        "--instances 0|--instances 0: expected 1 to 16",
        "--slice 4-9|--slice 4: expected 5 to 5000",
        "--slice 20-10|--slice 10: expected 20 to 5000",
        "--slice 20|--slice 20: expected LEAST-MOST, ms",
        "--washout -1|--washout -1: expected 0 to 1000",
        "--seconds 0|--seconds 0: expected 1 to 3600",
        "--boots 0|--boots 0: expected 1 to 100",
        "--test TCP_STREAM|--test TCP_STREAM: expected one of TCP_RR, UDP_RR",
        "--json no/such/x.json|--json no/such/x.json: no such folder",
      })
  void anAlternationThatCannotRunEndsWithStatusTwo(String arguments, String message) {
    assertThat(run("tcp-rr " + arguments)).isEqualTo(2);
    assertThat(errors.toString()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acceptance --queues 17|--queues 17: expected 1 to 16",
        "acceptance --only queues|--only queues: needs --queues N, more than 1",
        "migration --queues 17|--queues 17: expected 1 to 16",
        "dpdk --frames 0|--frames 0: expected 1 to 1000000000",
        "dpdk --mode spin|--mode spin: expected one of eventfd, poll",
      })
  void otherCommandsSayItToo(String line, String message) {
    assertThat(run(line)).isEqualTo(2);
    assertThat(errors.toString()).startsWith(message);
  }
}
