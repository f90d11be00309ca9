package io.ringfence.lab.measure.verify;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The counts in what jcstress prints: a line that ends in a test's name, then a line an outcome.
 * What it prints twice, in the end once more, counts once.
 */
final class JcstressOutput {
  private static final Pattern TEST = Pattern.compile(".*\\s(io\\.ringfence\\.[\\w.]+)\\s*");
  private static final Pattern OUTCOME =
      Pattern.compile("\\s*(-?\\d+, -?\\d+)\\s+([\\d,]+)\\s+<?[\\d.]+%\\s+\\w+.*");

  private final Map<String, Map<String, Long>> samples = new HashMap<>();
  private String test = "";

  /** Takes the next line. */
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

  /** How often an outcome was seen in a test. */
  long samples(String testName, String outcome) {
    return samples.getOrDefault(testName, Map.of()).getOrDefault(outcome, 0L);
  }

  /** How many outcomes a test gave; 0 where it was not run. */
  long samples(String testName) {
    return samples.getOrDefault(testName, Map.of()).values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }
}
