package io.ringfence.lab.measure.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts in jcstress's output: a line that ends in a test's name, then one line per outcome.
 * The repetition at the end counts once.
 */
final class JcstressOutput {
  private static final Pattern TEST = Pattern.compile(".*\\s(io\\.ringfence\\.[\\w.]+)\\s*");
  private static final Pattern OUTCOME =
      Pattern.compile("\\s*(-?\\d+, -?\\d+)\\s+([\\d,]+)\\s+<?[\\d.]+%\\s+\\w+.*");

  private final Map<String, Map<String, Long>> samples = new HashMap<>();
  private String test = "";

  /** Parses the next line. */
  void line(String line) {
    Matcher name = TEST.matcher(line);
    if (name.matches()) {
      test = name.group(1);
      return;
    }
    Matcher outcome = OUTCOME.matcher(line);
    if (outcome.matches()) {
      samples
          .computeIfAbsent(test, any -> new HashMap<>())
          .merge(outcome.group(1), Long.parseLong(outcome.group(2).replace(",", "")), Math::max);
    }
  }

  /** Returns how often an outcome was seen in a test. */
  long samples(String testName, String outcome) {
    return samples.getOrDefault(testName, Map.of()).getOrDefault(outcome, 0L);
  }

  /** Returns the number of samples of a test; 0 if it did not run. */
  long samples(String testName) {
    return samples.getOrDefault(testName, Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
