package io.ringfence.lab.measure.bench;

import io.ringfence.lab.kit.host.CpuDistance;
import io.ringfence.lab.kit.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/** How far apart driver and device were, looked at again and again in the course of a pair. */
public final class Distances {
  /** Of the two kinds that were met, one is six times the other. */
  private static final double ALIKE = 2;

  private final DoubleSupplier distance;
  private final List<Double> looks = new ArrayList<>();

  Distances(DoubleSupplier distance) {
    this.distance = distance;
  }

  /** Of the CPUs that driver and device run on. */
  public static Distances ofDriverAndDevice() {
    var distances =
        new Distances(() -> CpuDistance.nanos(Daemons.DRIVER_CORE, Daemons.DEVICE_CORE));
    distances.look(); // so that it is compiled; every pair begins with forgetting
    return distances;
  }

  /** Looks; at the beginning and at the end of what is measured. */
  public void look() {
    looks.add(distance.getAsDouble());
  }

  void forget() {
    looks.clear();
  }

  /** Whether all looks since {@link #forget} saw about the same. */
  boolean steady() {
    return summary().high() <= ALIKE * summary().low();
  }

  /** Nanoseconds, as they were seen. */
  Summary summary() {
    return Summary.of(looks);
  }
}
