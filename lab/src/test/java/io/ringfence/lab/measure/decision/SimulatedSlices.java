package io.ringfence.lab.measure.decision;

import io.ringfence.lab.measure.slices.Arm;
import io.ringfence.lab.measure.slices.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Slices as a TCG guest under one TCP_RR connection gives them: about 830 transactions/s and 50 us
 * of worker CPU each.
 *
 * <p>Everything that the prototype met is in it: effects of instances, drift with a lag-1
 * autocorrelation of 0.83 between slices, heavy tails, stalls, carry-over, slices without a
 * transaction.
 */
final class SimulatedSlices {
  private static final double NANOS_A_TRANSACTION = 1.2e6;
  private static final double CPU_NANOS_A_TRANSACTION = 50_000;
  private static final double RATE_NOISE = 0.15;
  private static final double CPU_NOISE = 0.056;

  /** CPU a transaction falls when the rate rises. */
  private static final double CPU_OVER_RATE = -0.25;

  // Drift is slow and larger than the noise: 0.97 * 0.36^2 / (0.36^2 + 0.15^2) is 0.83.
  private static final double DRIFT = 0.36;
  private static final double DRIFT_KEPT = 0.97;

  // Of a slice's noise, 2 % have 5.5 times the deviation: kurtosis 23, and 13 of a difference.
  private static final double TAIL_SHARE = 0.02;
  private static final double TAIL_TIMES = 5.5;
  private static final double TAIL_SCALE = 1 / Math.sqrt(0.98 + 0.02 * 5.5 * 5.5);

  private static final int SLICES_A_NATURAL_STALL = 5000;
  private static final int SLICES_AN_EMPTY_ONE = 500;

  private final Plan plan;
  private final Random random;
  private final Map<String, Double> cpuEffects = new HashMap<>();
  private final Map<String, Double> carriedOver = new HashMap<>();
  private double instanceDeviation = 0.003;
  private String stalled = "";
  private long beforeStall;

  SimulatedSlices(Plan plan, long seed) {
    this.plan = plan;
    this.random = new Random(seed);
  }

  /** A policy's CPU a transaction, as a ratio to the others'. */
  SimulatedSlices costs(String policy, double ratio) {
    cpuEffects.put(policy, Math.log(ratio));
    return this;
  }

  /** What a policy does to the CPU of the slice after it. */
  SimulatedSlices carriesOver(String policy, double ratio) {
    carriedOver.put(policy, Math.log(ratio));
    return this;
  }

  SimulatedSlices instancesDifferBy(double deviation) {
    instanceDeviation = deviation;
    return this;
  }

  /** A stall of 200 ms in every 20,000 transactions of a policy. */
  SimulatedSlices stalls(String policy) {
    stalled = policy;
    return this;
  }

  List<Slice> take() {
    List<Slice> slices = new ArrayList<>();
    for (int boot = 1; boot <= plan.boots(); boot++) {
      boot(boot, slices);
    }
    return slices;
  }

  private void boot(int boot, List<Slice> slices) {
    Map<Arm, Double> cpuOfArm = new HashMap<>();
    Map<Arm, Double> rateOfArm = new HashMap<>();
    for (Arm arm : plan.arms()) {
      double effect = cpuEffects.getOrDefault(arm.policy(), 0.0);
      cpuOfArm.put(arm, effect + instanceDeviation * random.nextGaussian());
      rateOfArm.put(arm, instanceDeviation * random.nextGaussian());
    }
    List<Arm> order = new ArrayList<>(plan.arms());
    double drift = DRIFT * random.nextGaussian();
    long begin = 0;
    Arm previous = null;
    beforeStall = 10_000;
    for (int block = 0; block < plan.blocks(); block++) {
      Collections.shuffle(order, random);
      if (previous != null) {
        // A block begins with the arm that ended the last: then arms follow themselves as often as
        // they follow any other, and what is carried over cancels.
        Collections.swap(order, 0, order.indexOf(previous));
      }
      for (Arm arm : order) {
        drift =
            DRIFT_KEPT * drift
                + DRIFT * Math.sqrt(1 - DRIFT_KEPT * DRIFT_KEPT) * random.nextGaussian();
        double rate = drift + rateOfArm.get(arm) + RATE_NOISE * noise();
        double cpu = cpuOfArm.get(arm) + CPU_OVER_RATE * rate + CPU_NOISE * noise();
        if (previous != null) {
          cpu += carriedOver.getOrDefault(previous.policy(), 0.0);
        }
        Slice slice = slice(boot, arm, previous, block, begin, rate, cpu);
        slices.add(slice);
        begin += slice.nanos() + 5_000_000;
        previous = arm;
      }
    }
  }

  private Slice slice(
      int boot, Arm arm, Arm previous, int block, long begin, double rate, double cpu) {
    long nanos = 20_000_000 + random.nextInt(20_000_000);
    long transactions = Math.round(nanos / NANOS_A_TRANSACTION * Math.exp(rate));
    long cpuNanos = (long) (transactions * CPU_NANOS_A_TRANSACTION * Math.exp(cpu));
    if (random.nextInt(SLICES_AN_EMPTY_ONE) == 0) {
      transactions = 0;
      cpuNanos = 20_000;
    }
    if (random.nextInt(SLICES_A_NATURAL_STALL) == 0) {
      nanos += 50_000_000 + random.nextInt(100_000_000);
    }
    if (arm.policy().equals(stalled)) {
      beforeStall -= transactions;
      if (beforeStall <= 0) {
        beforeStall += 20_000;
        nanos += 200_000_000;
      }
    }
    return new Slice(
        boot,
        arm.policy(),
        arm.instance(),
        previous == null ? "" : previous.toString(),
        block,
        begin,
        nanos,
        cpuNanos,
        transactions,
        false);
  }

  private double noise() {
    double times = random.nextDouble() < TAIL_SHARE ? TAIL_TIMES : 1;
    return TAIL_SCALE * times * random.nextGaussian();
  }
}
