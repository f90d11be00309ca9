package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.statistics.Interval;

/**
 * The cost of one ordering point under one order, with {@code auto} everywhere else.
 *
 * @param order at the point
 * @param executes the instructions there, by the table of {@code ring}
 * @param passes how often a frame passes the point
 * @param nanos ns per pass above {@code auto}, with the 95 % interval
 */
public record PointCost(
    PointGroup point, String order, String executes, double passes, Interval nanos) {

  static PointCost of(
      CostExperiment experiment, CostSample sample, PointGroup point, String order) {
    CostCell cell = point.cell(point.policy(order));
    double passes = point.passes(sample.rechecks(cell));
    return new PointCost(
        point,
        order,
        experiment.instructions().get(cell.policy()).get(point.points().getLast().name()),
        passes,
        CostComparison.difference(sample, cell, point.cell(CostDesign.BASE))
            .map(perFrame -> perFrame / passes));
  }
}
