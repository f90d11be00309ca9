package io.ringfence.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentsTest {
  private final StringWriter errors = new StringWriter();

  private int run(String line) {
    return Main.commandLine().setErr(new PrintWriter(errors, true)).execute(line.split(" "));
  }

  @Test
  void theDefaultsAreAllowed() {
    assertThat(run("tcp-rr --check-arguments")).isZero();
  }

  @Test
  void whatDesignPromisesIsAllowed() {
    assertThat(
            run(
                "tcp-rr --check-arguments --arch aarch64 --policies smp,seqcst --pairs 2 --seconds"
                    + " 5 --mode poll --ring packed --cpus 1 --json out.json"))
        .isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--arch riscv64|--arch riscv64: expected one of x86_64, aarch64",
        "--mode spin|--mode spin: expected one of eventfd, poll",
        "--ring round|--ring round: expected one of split, packed",
        "--cpus 0|--cpus 0: expected 1 to 16",
        "--pairs 0|--pairs 0: expected 1 to 10000",
        "--seconds 3601|--seconds 3601: expected 1 to 3600",
        "--policies smp,smp|--policies smp,smp: expected names that differ",
        "--json no/such/x.json|--json no/such/x.json: no such folder",
        "--what|Unknown option: '--what'",
      })
  void wrongArgumentsEndWithStatusTwoAndSayWhatIsAllowed(String arguments, String message) {
    assertThat(run("tcp-rr " + arguments)).isEqualTo(2);
    assertThat(errors.toString()).startsWith(message);
  }
}
