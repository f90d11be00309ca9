package io.ringfence.ring;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which {@link Order} holds at each {@link OrderingPoint}.
 *
 * @param spec the text it is named by, as {@link #parse} takes it
 * @param orders an order for every point
 * @param dose extra full fences executed at each store-load point; a control that makes cost
 *     visible
 */
public record BarrierPolicy(String spec, Map<OrderingPoint, Order> orders, int dose) {
  /** The policy in force where none was chosen. */
  public static final BarrierPolicy DEFAULT = uniform(Order.AUTO);

  /** The most full fences that {@code dose:N} adds at one point. */
  public static final int MOST_DOSE = 100_000;

  private static final String FORMS =
      "a policy is one of "
          + String.join(", ", names())
          + ", dose:N (0 to "
          + MOST_DOSE
          + ") or custom:POINT=POLICY,...";

  public BarrierPolicy {
    if (orders.size() != OrderingPoint.values().length) {
      throw new IllegalArgumentException(
          "orders for " + orders.keySet() + "; every point needs one");
    }
    orders = Map.copyOf(orders);
  }

  /** The names of the policies that hold one order at every point. */
  public static List<String> names() {
    return Stream.of(Order.values()).map(Order::label).toList();
  }

  /**
   * The policy a text names: one of {@link #names}, {@code dose:N}, or {@code
   * custom:S1=none,S5=smp} where points that are not named hold {@code auto}.
   *
   * @throws IllegalArgumentException where the text names none; the message says what is allowed
   */
  public static BarrierPolicy parse(String spec) {
    if (spec.startsWith("dose:")) {
      return new BarrierPolicy(spec, everywhere(Order.AUTO), parseDose(spec));
    }
    if (spec.startsWith("custom:")) {
      return new BarrierPolicy(spec, parseCustom(spec), 0);
    }
    return uniform(parseOrder(spec, spec));
  }

  private static BarrierPolicy uniform(Order order) {
    return new BarrierPolicy(order.label(), everywhere(order), 0);
  }

  private static Map<OrderingPoint, Order> everywhere(Order order) {
    var orders = new EnumMap<OrderingPoint, Order>(OrderingPoint.class);
    for (OrderingPoint point : OrderingPoint.values()) {
      orders.put(point, order);
    }
    return orders;
  }

  private static int parseDose(String spec) {
    String count = spec.substring("dose:".length());
    if (!count.matches("\\d{1,6}") || Integer.parseInt(count) > MOST_DOSE) {
      throw unknown(spec);
    }
    return Integer.parseInt(count);
  }

  private static Map<OrderingPoint, Order> parseCustom(String spec) {
    var orders = everywhere(Order.AUTO);
    for (String setting : spec.substring("custom:".length()).split(",", -1)) {
      int equals = setting.indexOf('=');
      if (equals < 0) {
        throw unknown(spec);
      }
      orders.put(
          parsePoint(spec, setting.substring(0, equals)),
          parseOrder(spec, setting.substring(equals + 1)));
    }
    return orders;
  }

  private static OrderingPoint parsePoint(String spec, String name) {
    for (OrderingPoint point : OrderingPoint.values()) {
      if (point.name().equals(name.toUpperCase(Locale.ROOT))) {
        return point;
      }
    }
    throw new IllegalArgumentException(
        "barrier policy "
            + spec
            + ": no ordering point "
            + name
            + "; the points are "
            + Stream.of(OrderingPoint.values()).map(Enum::name).collect(Collectors.joining(", ")));
  }

  private static Order parseOrder(String spec, String label) {
    for (Order order : Order.values()) {
      if (order.label().equals(label)) {
        return order;
      }
    }
    throw unknown(spec);
  }

  private static IllegalArgumentException unknown(String spec) {
    return new IllegalArgumentException("barrier policy " + spec + " is unknown; " + FORMS);
  }

  /** The order at a point. */
  public Order at(OrderingPoint point) {
    return orders.get(point);
  }

  /** The points that this policy leaves unordered on an architecture; empty for a correct one. */
  public List<OrderingPoint> unordered(Architecture architecture) {
    return Stream.of(OrderingPoint.values())
        .filter(point -> !at(point).suffices(point.need(), architecture))
        .toList();
  }
}
