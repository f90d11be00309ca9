package io.ringfence.lab.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Barrier policies separated by commas. A {@code custom:} policy contains commas itself: {@code
 * smp,custom:S1=none,S5=smp} are two. A number after a dose is another dose: {@code dose:mb:0,50}
 * are {@code dose:mb:0} and {@code dose:mb:50}.
 */
final class PolicyList {
  private PolicyList() {}

  static List<String> parse(String text) {
    List<String> policies = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      String last = policies.isEmpty() ? "" : policies.getLast();
      if (last.startsWith("custom:") && part.matches("\\w+=.*")) {
        policies.set(policies.size() - 1, last + "," + part);
      } else if (last.startsWith("dose:") && part.matches("\\d+")) {
        policies.add(last.substring(0, last.lastIndexOf(':') + 1) + part);
      } else {
        policies.add(part);
      }
    }
    return List.copyOf(policies);
  }

  /** Returns whether every policy has a name and none is listed twice. */
  static boolean isDistinct(List<String> policies) {
    return !policies.contains("") && new HashSet<>(policies).size() == policies.size();
  }
}
