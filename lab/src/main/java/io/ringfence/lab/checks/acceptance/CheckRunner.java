package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.LabException;
import io.ringfence.lab.checks.acceptance.Check.Result;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.testbed.Testbed;
import java.io.PrintStream;
import java.util.List;

/** Runs checks in sequence, prints a line for each, and restores the testbed after a failure. */
public final class CheckRunner {
  private final Testbed testbed;
  private final PrintStream out;
  private final Progress progress;

  public CheckRunner(Testbed testbed, PrintStream out, Progress progress) {
    this.testbed = testbed;
    this.out = out;
    this.progress = progress;
  }

  /**
   * Runs every check and prints, last, {@code N passed, N failed}.
   *
   * @return the number of failed checks
   */
  public int run(List<Check> checks) {
    int failed = 0;
    for (Check check : checks) {
      progress.say(check.name());
      Result result = run(check);
      out.printf("%s %s: %s%n", result.passed() ? "PASS" : "FAIL", check.name(), result.figure());
      if (!result.passed()) {
        failed++;
        progress.say(testbed.lastLines());
        testbed.mend();
      }
    }
    out.printf("%d passed, %d failed%n", checks.size() - failed, failed);
    return failed;
  }

  private Result run(Check check) {
    try {
      Result result = check.body().run(testbed);
      testbed.checkAlive();
      return result;
    } catch (LabException e) {
      return new Result(false, e.getMessage());
    }
  }
}
