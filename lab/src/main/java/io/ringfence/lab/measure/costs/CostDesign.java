package io.ringfence.lab.measure.costs;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The measurement, and what is declared beforehand.
 *
 * @param rings {@code split}, {@code packed} or both
 * @param policies without repetition; the first is the reference
 * @param orders tried at one ordering point at a time, with {@code auto} at all others
 * @param traffics under which whole policies are compared
 * @param doses extra full fences at each store-load point
 * @param forks starts of a JVM; with more than one, a fork is the unit of the statistics
 * @param pairs runs of every cell in each fork
 * @param seconds of a run
 * @param marginPercent differences up to this are called equivalent
 * @param seed of the order of runs
 */
public record CostDesign(
    List<String> rings,
    List<String> policies,
    List<String> orders,
    List<TrafficPattern> traffics,
    List<Integer> doses,
    int forks,
    int pairs,
    double seconds,
    double marginPercent,
    long seed) {

  /** The order at points that a {@code custom:} policy does not name. */
  public static final String BASE = "auto";

  public CostDesign {
    rings = List.copyOf(rings);
    policies = List.copyOf(policies);
    orders = List.copyOf(orders);
    traffics = List.copyOf(traffics);
    doses = List.copyOf(doses);
  }

  /** Returns the policy that the others are compared with. */
  @JsonIgnore
  public String reference() {
    return policies.getFirst();
  }

  /** Returns whether a fork, not a pair, is the unit of the statistics. */
  @JsonIgnore
  public boolean forkIsUnit() {
    return forks > 1;
  }

  /** Returns the runs that occur once in every block. */
  @JsonIgnore
  public List<CostCell> cells() {
    return rings.stream().flatMap(this::cells).distinct().toList();
  }

  private Stream<CostCell> cells(String ring) {
    Stream<CostCell> whole =
        traffics.stream()
            .flatMap(
                traffic -> policies.stream().map(policy -> new CostCell(ring, traffic, policy)));
    Stream<CostCell> points =
        PointGroup.of(ring).stream()
            .flatMap(point ->
                orders.stream()
                    .flatMap(
                        order -> Stream.of(point.cell(BASE), point.cell(point.policy(order)))));
    Stream<String> controls =
        Stream.of(
                Stream.of(reference()),
                twin(ring).stream(),
                doses.stream().map(dose -> "dose:" + dose))
            .flatMap(each -> each);
    return Stream.of(whole, points, controls.map(policy -> control(ring, policy)))
        .flatMap(each -> each);
  }

  /** Returns the cell of the controls, in whose traffic no barrier overlaps other work. */
  static CostCell control(String ring, String policy) {
    return new CostCell(ring, TrafficPattern.STREAM, policy);
  }

  /**
   * Returns another policy with the reference's instructions at every point of a ring, for the A/A
   * control: one that is measured anyway, or the reference spelt out.
   */
  public Optional<String> twin(String ring) {
    return Stream.concat(
            policies.stream().skip(1), Stream.of("smp", "auto", "dose:0", "dma", "smp-rel"))
        .filter(policy -> !policy.equals(reference()) && identical(policy, reference(), ring))
        .findFirst();
  }

  private static boolean identical(String one, String other, String ring) {
    BarrierPolicy first = BarrierPolicy.parse(one);
    BarrierPolicy second = BarrierPolicy.parse(other);
    return PointGroup.of(ring).stream()
        .flatMap(group -> group.points().stream())
        .allMatch(point -> instructions(first, point).equals(instructions(second, point)));
  }

  private static String instructions(BarrierPolicy policy, OrderingPoint point) {
    return Instructions.at(policy, point, Architecture.host());
  }
}
