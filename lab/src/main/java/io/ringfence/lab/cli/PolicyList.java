package io.ringfence.lab.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Barrier policies separated by commas, some of which contain commas: {@code
 * smp,custom:S1=none,S5=smp} are two, {@code dose:0,50} are {@code dose:0} and {@code dose:50}.
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
        policies.add("dose:" + part);
      } else {
        policies.add(part);
      }
    }
    return List.copyOf(policies);
  }
}
