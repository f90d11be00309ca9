package io.ringfence.lab.measure.costs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringfence.lab.kit.host.CpuTime;
import io.ringfence.lab.measure.experiment.Schedule;
import io.ringfence.ring.BarrierPolicy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The program of one fork: warms every cell up, runs the blocks, and prints a line of JSON for each
 * run. It is a separate JVM, since compilers decide differently from start to start. In one JVM
 * such a decision would count as an effect of the policy.
 */
public final class CostFork {
  /** Prefix of a line with a run. */
  static final String RUN = "run ";

  /** Prefix of the line with the ns of a full fence alone. */
  static final String FENCE = "fence ";

  /** Prefix of the line with the share of CPU time of other programs, in %. */
  static final String OTHERS = "others ";

  private static final double SLICE_NANOS = 100e3;
  private static final double QUICK = 0.1; // the share of faster slices than the reported one
  private static final int SLICES = 5; // of a part of a run
  private static final double MOST_TIMES = 4; // as long as planned
  private static final long WARM_NANOS = 100_000_000;
  private static final long WARM_FRAMES = 15_000; // the calls that C2 needs, and half as many again

  private final CostDesign design;
  private final int fork;
  private final Map<CostCell, DrivenDevice> devices = new LinkedHashMap<>();
  private final Map<CostCell, Long> slices = new LinkedHashMap<>();

  private CostFork(CostDesign design, int fork) {
    this.design = design;
    this.fork = fork;
  }

  static void main(String[] arguments) throws JsonProcessingException {
    CostDesign design = new ObjectMapper().readValue(arguments[0], CostDesign.class);
    new CostFork(design, Integer.parseInt(arguments[1])).run();
  }

  private void run() throws JsonProcessingException {
    Map<String, DrivenDevice> byRingAndPolicy = new LinkedHashMap<>();
    try (ExecutorService deviceThread = Executors.newSingleThreadExecutor()) {
      settle(deviceThread);
      List<CostCell> cells = new ArrayList<>(design.cells());
      Collections.shuffle(cells, new Random(design.seed() - fork));
      for (CostCell cell : cells) {
        devices.put(
            cell,
            byRingAndPolicy.computeIfAbsent(
                cell.ring() + " " + cell.policy(),
                any -> new DrivenDevice(BarrierPolicy.parse(cell.policy()), cell.packed())));
        slices.put(cell, warmUp(cell, devices.get(cell), deviceThread));
      }
      System.out.println(FENCE + BareFence.nanos());
      CpuTime.Machine before = CpuTime.ofHost();
      long own = CpuTime.ofProcess(ProcessHandle.current().pid());
      blocks(deviceThread);
      CpuTime.Machine host = CpuTime.ofHost().since(before);
      own = CpuTime.ofProcess(ProcessHandle.current().pid()) - own;
      System.out.println(
          OTHERS + 100.0 * Math.max(0, host.busyMicros() - own) / host.totalMicros());
    }
    byRingAndPolicy.values().forEach(DrivenDevice::close);
  }

  /**
   * Runs devices that are discarded. It compiles the code that all realms share, above all the
   * driver. Otherwise the first policy would be compiled before that code.
   */
  private void settle(ExecutorService deviceThread) {
    for (CostCell cell : design.cells()) {
      if (cell.policy().equals(design.reference())) {
        try (var device = new DrivenDevice(BarrierPolicy.DEFAULT, cell.packed())) {
          warmUp(cell, device, deviceThread);
        }
      }
    }
  }

  /** Runs a cell until its code is compiled. Returns the frames of a slice. */
  private static long warmUp(CostCell cell, DrivenDevice device, ExecutorService deviceThread) {
    int together = cell.traffic().together();
    long begin = System.nanoTime();
    long frames = 0;
    long slice = together;
    while (System.nanoTime() - begin < WARM_NANOS || frames < WARM_FRAMES) {
      long[] nanos = device.run(deviceThread, cell.traffic(), slice, SLICES).nanos();
      frames += slice * nanos.length;
      slice = together * Math.max(1, Math.round(slice * SLICE_NANOS / quick(nanos) / together));
    }
    return slice;
  }

  private void blocks(ExecutorService deviceThread) throws JsonProcessingException {
    ObjectMapper json = new ObjectMapper();
    Schedule<CostCell> schedule =
        new Schedule<>(List.copyOf(devices.keySet()), new Random(design.seed() + fork));
    long begin = System.nanoTime();
    for (int block = 0; block < design.pairs(); block++) {
      for (CostCell cell : schedule.nextBlock()) {
        long started = (System.nanoTime() - begin) / 1_000_000;
        System.out.println(RUN + json.writeValueAsString(take(block, started, cell, deviceThread)));
      }
    }
  }

  private CostRun take(int block, long started, CostCell cell, ExecutorService deviceThread) {
    long slice = slices.get(cell);
    long[] nanos =
        new long[(int) Math.max(SLICES, Math.round(design.seconds() * 1e9 / SLICE_NANOS))];
    double rechecks = 0;
    int parts = 0;
    int taken = 0;
    // If others occupy a processor, a run takes arbitrarily long: so it is split into parts.
    long latest = System.nanoTime() + (long) (MOST_TIMES * design.seconds() * 1e9);
    while (taken < nanos.length && (parts == 0 || System.nanoTime() - latest < 0)) {
      int count = Math.min(SLICES, nanos.length - taken);
      DrivenDevice.Timing timing =
          devices.get(cell).run(deviceThread, cell.traffic(), slice, count);
      System.arraycopy(timing.nanos(), 0, nanos, taken, count);
      rechecks += timing.rechecks();
      parts++;
      taken += count;
    }
    long[] all = Arrays.copyOf(nanos, taken);
    return new CostRun(
        fork,
        block,
        cell,
        started,
        slice * taken,
        Arrays.stream(all).sum(),
        quick(all) / slice,
        rechecks / parts);
  }

  private static double quick(long[] nanos) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[(int) (QUICK * sorted.length)];
  }
}
