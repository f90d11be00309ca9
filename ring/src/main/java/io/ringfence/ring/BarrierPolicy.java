package io.ringfence.ring;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A memory-barrier policy: the {@link Order} at each {@link OrderingPoint}.
 *
 * @param spec the text that names it, as {@link #parse} reads it
 * @param orders an order for every point
 * @param repeats how often the barrier of a point is executed; 1 for points that are not named. The
 *     slope of the run time over this number is the barrier's cost
 * @param dose extra barriers at each store-load point
 */
public record BarrierPolicy(
    String spec, Map<OrderingPoint, Order> orders, Map<OrderingPoint, Integer> repeats, Dose dose) {
  /** The policy of a daemon without {@code --barriers}. */
  public static final BarrierPolicy DEFAULT = uniform(Order.AUTO);

  /** The largest N in {@code POLICY*N}. */
  public static final int MOST_REPEATS = 100_000;

  private static final Pattern REPEATED = Pattern.compile("(.*)\\*([1-9][0-9]{0,5})");

  private static final String FORMS =
      "a policy is one of "
          + String.join(", ", names())
          + ", dose:N, dose:mb:N, dose:rmb:N (0 to "
          + Dose.MOST
          + ") or custom:POINT=POLICY[*N],... (1 to "
          + MOST_REPEATS
          + ")";

  public BarrierPolicy {
    if (orders.size() != OrderingPoint.values().length) {
      throw new IllegalArgumentException(
          "orders for " + orders.keySet() + "; every point needs one");
    }
    orders = Map.copyOf(orders);
    repeats = Map.copyOf(repeats);
  }

  /** Returns the names of the policies with the same order at every point. */
  public static List<String> names() {
    return Stream.of(Order.values()).map(Order::label).toList();
  }

  /**
   * Returns the policy that a text names: one of {@link #names}, a {@link Dose}, or {@code
   * custom:S1=none,S5=mandatory*50}, in which points that are not named hold {@code auto}.
   *
   * @throws IllegalArgumentException if the text names none; the message lists the forms
   */
  public static BarrierPolicy parse(String spec) {
    if (spec.startsWith("dose:")) {
      Dose dose = Dose.parse(spec);
      if (dose == null) {
        throw unknown(spec);
      }
      return new BarrierPolicy(spec, everywhere(Order.AUTO), Map.of(), dose);
    }
    if (spec.startsWith("custom:")) {
      return parseCustom(spec);
    }
    return uniform(parseOrder(spec, spec));
  }

  private static BarrierPolicy uniform(Order order) {
    return new BarrierPolicy(order.label(), everywhere(order), Map.of(), Dose.NONE);
  }

  private static Map<OrderingPoint, Order> everywhere(Order order) {
    var orders = new EnumMap<OrderingPoint, Order>(OrderingPoint.class);
    for (OrderingPoint point : OrderingPoint.values()) {
      orders.put(point, order);
    }
    return orders;
  }

  private static BarrierPolicy parseCustom(String spec) {
    var orders = everywhere(Order.AUTO);
    var repeats = new EnumMap<OrderingPoint, Integer>(OrderingPoint.class);
    for (String setting : spec.substring("custom:".length()).split(",", -1)) {
      int equals = setting.indexOf('=');
      if (equals < 0) {
        throw unknown(spec);
      }
      OrderingPoint point = parsePoint(spec, setting.substring(0, equals));
      String family = setting.substring(equals + 1);
      Matcher repeated = REPEATED.matcher(family);
      if (repeated.matches()) {
        family = repeated.group(1);
        repeats.put(point, parseRepeats(spec, point, parseOrder(spec, family), repeated.group(2)));
      }
      orders.put(point, parseOrder(spec, family));
    }
    return new BarrierPolicy(spec, orders, repeats, Dose.NONE);
  }

  private static int parseRepeats(String spec, OrderingPoint point, Order order, String count) {
    if (Integer.parseInt(count) > MOST_REPEATS) {
      throw unknown(spec);
    }
    if (!order.hasBarrier(point.need())) {
      throw new IllegalArgumentException(
          "barrier policy %s: %s has no barrier apart from the access at %s; only a barrier repeats"
              .formatted(spec, order.label(), point));
    }
    return Integer.parseInt(count);
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

  /** Returns the order at a point. */
  public Order at(OrderingPoint point) {
    return orders.get(point);
  }

  /** Returns how often a point's barrier is executed. */
  public int repeats(OrderingPoint point) {
    return repeats.getOrDefault(point, 1);
  }

  /**
   * Returns the points that this policy leaves unordered on an architecture; empty if it is safe.
   */
  public List<OrderingPoint> unordered(Architecture architecture) {
    return Stream.of(OrderingPoint.values())
        .filter(point -> !at(point).suffices(point.need(), architecture))
        .toList();
  }
}
