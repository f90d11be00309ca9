package io.ringfence.lab.measure.costs;

import io.ringfence.ring.OrderingPoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Ordering points that one barrier serves together: S3 and S4 end in the same store. S8 is left
 * out, since it is passed only during a migration. S1 is passed with every frame only if the device
 * waits for the frame.
 */
public enum PointGroup {
  S1("split", TrafficPattern.LOCKSTEP, OrderingPoint.S1),
  S3_S4("split", TrafficPattern.STREAM, OrderingPoint.S3, OrderingPoint.S4),
  S5("split", TrafficPattern.STREAM, OrderingPoint.S5),
  S6("split", TrafficPattern.STREAM, OrderingPoint.S6),
  S6B("split", TrafficPattern.STREAM, OrderingPoint.S6B),
  K1("packed", TrafficPattern.STREAM, OrderingPoint.K1),
  K2("packed", TrafficPattern.STREAM, OrderingPoint.K2),
  K3("packed", TrafficPattern.STREAM, OrderingPoint.K3),
  K6("packed", TrafficPattern.STREAM, OrderingPoint.K6);

  private final String ring;
  private final TrafficPattern traffic;
  private final List<OrderingPoint> points;

  PointGroup(String ring, TrafficPattern traffic, OrderingPoint... points) {
    this.ring = ring;
    this.traffic = traffic;
    this.points = List.of(points);
  }

  /** Returns the groups of a ring format. */
  public static List<PointGroup> of(String ring) {
    return Arrays.stream(values()).filter(group -> group.ring.equals(ring)).toList();
  }

  public String ring() {
    return ring;
  }

  public List<OrderingPoint> points() {
    return points;
  }

  /** Returns the names of the points. */
  public String title() {
    return points.stream().map(OrderingPoint::name).collect(Collectors.joining(", "));
  }

  /** Returns the policy with an order here and the base everywhere else. */
  public String policy(String order) {
    return "custom:"
        + points.stream().map(point -> point + "=" + order).collect(Collectors.joining(","));
  }

  /** Returns the traffic in which every frame passes the point. */
  public TrafficPattern traffic() {
    return traffic;
  }

  /** Returns its cell under a policy. */
  CostCell cell(String policy) {
    return new CostCell(ring, traffic, policy);
  }

  /**
   * Returns how often a frame passes here if it is returned alone.
   *
   * @param rechecks share of second polls that found work
   */
  double passes(double rechecks) {
    return switch (this) {
      case S1 -> 1 - rechecks; // a second poll that finds work saves the first of the next frame
      case K1 -> 2; // when it is taken, and at the second poll
      case S3_S4, S5, S6, S6B, K2, K3, K6 -> 1;
    };
  }
}
