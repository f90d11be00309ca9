package io.ringfence.lab.measure.bench.guest;

import io.ringfence.lab.kit.traffic.Netperf;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * A network card of the guest, and its back-end.
 *
 * @param backEnd the back-end's name in the report
 * @param netperf through this card
 * @param cpuMicros the back-end's CPU time so far, in microseconds; null if it is within the
 *     guest's process
 */
record Card(String backEnd, Netperf netperf, LongSupplier cpuMicros) {
  /** Returns the back-end's CPU time so far, in microseconds; empty if it is within the guest's. */
  OptionalLong ownMicros() {
    return cpuMicros == null ? OptionalLong.empty() : OptionalLong.of(cpuMicros.getAsLong());
  }
}
