package io.ringfence.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.ringfence.server.worker.Worker;
import io.ringfence.server.worker.WorkerMode;
import io.ringfence.testkit.guest.GuestNic;
import io.ringfence.testkit.net.Features;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That a worker allocates nothing a frame, once its code is compiled and its arrays have grown. */
class NoAllocationTest {
  private static final int FRAMES = 40_000;
  private static final int MOST_ROUNDS = 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** The interpreter allocates where compiled code does not, so a few rounds may be needed. */
  @ParameterizedTest
  @CsvSource({"EVENTFD, false", "EVENTFD, true", "POLL, false", "POLL, true"})
  void aWorkerAllocatesNothingPerFrame(WorkerMode mode, boolean packed) {
    try (var daemon = RunningDaemon.with("loopback", "auto", mode, 1);
        GuestNic nic =
            GuestNic.options()
                .with(packed ? Features.RING_PACKED : 0)
                .net(features -> Shapes.random(features, LoopbackTraffic.LARGEST, packed, 5))
                .connect(daemon.socket())) {
      long least = Long.MAX_VALUE;
      for (int round = 0; round < MOST_ROUNDS && least >= FRAMES / 100; round++) {
        least = Math.min(least, allocatedByFrames(daemon, nic));
      }
      assertThat(least).as("bytes allocated over %d frames", FRAMES).isLessThan(FRAMES / 100);
    }
  }

  private static long allocatedByFrames(RunningDaemon daemon, GuestNic nic) {
    long before = allocated(daemon);
    new LoopbackTraffic(nic, 11).run(FRAMES);
    return allocated(daemon) - before;
  }

  private static long allocated(RunningDaemon daemon) {
    return daemon.daemon().workers().all().stream().mapToLong(NoAllocationTest::allocatedBy).sum();
  }

  private static long allocatedBy(Worker worker) {
    return THREADS.getThreadAllocatedBytes(worker.threadId());
  }
}
