package io.ringfence.server;

import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A barrier policy, as the admin interface shows it.
 *
 * @param policy its name
 * @param correct whether it keeps every order on this processor
 * @param points what it does at each ordering point
 * @param instructions what this processor executes there, {@code -} for nothing
 * @param architecture this processor's
 * @param policies the policies with the same order at every point
 */
public record BarriersView(
    String policy,
    boolean correct,
    Map<String, String> points,
    Map<String, String> instructions,
    String architecture,
    List<String> policies) {

  /** Returns the view of a policy on this machine. */
  static BarriersView of(BarrierPolicy policy) {
    Architecture host = Architecture.host();
    return new BarriersView(
        policy.spec(),
        policy.unordered(host).isEmpty(),
        byPoint(point -> policy.at(point).primitive(point.need())),
        byPoint(point -> Instructions.at(policy, point, host)),
        host.label(),
        BarrierPolicy.names());
  }

  private static Map<String, String> byPoint(Function<OrderingPoint, String> text) {
    var map = new LinkedHashMap<String, String>();
    for (OrderingPoint point : OrderingPoint.values()) {
      map.put(point.name(), text.apply(point));
    }
    return map;
  }
}
