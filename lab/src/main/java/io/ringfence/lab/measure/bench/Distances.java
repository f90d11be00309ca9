package io.ringfence.lab.measure.bench;

import io.ringfence.lab.kit.host.CpuDistance;
import io.ringfence.lab.kit.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** The distance of driver and device, measured repeatedly during a pair. */
public final class Distances {
  /**
   * Largest ratio of equal distances. Of the two kinds that were seen, one is six times the other.
   */
  private static final double ALIKE = 2;

  private final DoubleSupplier distance;
  private final List<Double> looks = new ArrayList<>();

  Distances(DoubleSupplier distance) {
    this.distance = distance;
  }

  /** Measures between the CPUs of driver and device. */
  public static Distances ofDriverAndDevice() {
    var distances =
        new Distances(() -> CpuDistance.nanos(Daemons.DRIVER_CORE, Daemons.DEVICE_CORE));
    distances.look(); // compiles it; every pair begins with forget()
    return distances;
  }

  /** Measures once. Call it at the start and end of each measurement. */
  public void look() {
    looks.add(distance.getAsDouble());
  }

  void forget() {
    looks.clear();
  }

  /** Returns whether all distances since {@link #forget} were about the same. */
  boolean steady() {
    return summary().high() <= ALIKE * summary().low();
  }

  /** Returns the measured distances, in nanoseconds. */
  Summary summary() {
    return Summary.of(looks);
  }
}
