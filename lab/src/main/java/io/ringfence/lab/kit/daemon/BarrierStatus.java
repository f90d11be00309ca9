package io.ringfence.lab.kit.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * GET /barriers.
 *
 * @param correct whether the policy is sound on this architecture
 * @param points the policy's operation per ordering point
 * @param instructions the machine instructions of that operation per ordering point
 * @param policies every policy that the daemon knows
 */
public record BarrierStatus(
    String policy,
    boolean correct,
    Map<String, String> points,
    Map<String, String> instructions,
    String architecture,
    List<String> policies) {

  public BarrierStatus {
    points = points == null ? Map.of() : new TreeMap<>(points);
    instructions = instructions == null ? Map.of() : new TreeMap<>(instructions);
    policies = policies == null ? List.of() : List.copyOf(policies);
  }

  /** Returns the policies that execute the same instructions as {@code policy}. */
  public static Set<String> identicalTo(String policy, List<BarrierStatus> all) {
    return all.stream()
        .filter(each -> each.policy.equals(policy))
        .flatMap(one -> all.stream().filter(other -> other != one && other.identicalTo(one)))
        .map(BarrierStatus::policy)
        .collect(Collectors.toSet());
  }

  /** Returns whether both execute the same instructions at every point. */
  public boolean identicalTo(BarrierStatus other) {
    return !instructions.isEmpty() && instructions.equals(other.instructions);
  }
}
