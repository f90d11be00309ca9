package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.statistics.Interval;

/**
 * What one ordering point costs under one order, {@code auto} being held everywhere else.
 *
 * @param order what the point holds
 * @param executes the instructions that are executed there, by the table of {@code ring}
 * @param passes how often a frame passes the point
 * @param nanos ns of a pass more than under {@code auto}, with the 95 % interval
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
