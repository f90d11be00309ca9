package io.ringfence.lab.measure.costs;

import io.ringfence.lab.kit.statistics.Interval;
import io.ringfence.lab.kit.statistics.Line;
import io.ringfence.lab.kit.statistics.Student;
import java.util.ArrayList;
import java.util.List;

/**
 * A straight line through the doses.
 *
 * @param ring its format
 * @param line ns per frame over the additional fences
 * @param determination R² over all units
 * @param slope ns per fence, with the 95 % interval
 * @param fences of every dose in every unit
 * @param nanos per frame, likewise
 */
public record DoseLine(
    String ring,
    Line line,
    double determination,
    Interval slope,
    List<Double> fences,
    List<Double> nanos) {
  // S5 and S6, or K3 and K6: a frame passes each once
  private static final int POINTS = 2;

  static DoseLine of(CostDesign design, CostSample sample, String ring) {
    double[] fences = design.doses().stream().mapToDouble(dose -> dose * POINTS).toArray();
    List<CostCell> cells =
        design.doses().stream().map(dose -> CostDesign.control(ring, "dose:" + dose)).toList();
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < fences.length; i++) {
      CostCell cell = cells.get(i);
      for (double perFrame : sample.units(block -> block.get(cell).perFrame())) {
        x.add(fences[i]);
        y.add(perFrame);
      }
    }
    double[] slopes =
        sample.units(block ->
            Line.through(
                    fences,
                    cells.stream().mapToDouble(cell -> block.get(cell).perFrame()).toArray())
                .slope());
    Line line = Line.through(array(x), array(y));
    return new DoseLine(
        ring,
        line,
        line.determination(array(x), array(y)),
        Student.interval(slopes, CostComparison.ALPHA),
        x,
        y);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
