package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class ThreadUsageTest {
  private final ThreadUsage usage = new ThreadUsage();

  @Test
  void theCpuTimeIsThatOfThisThread() {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    usage.read();
    long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    assertThat(usage.cpuNanos()).isBetween(before, after);
  }

  @Test
  void aWaitIsAVoluntarySwitch() throws InterruptedException {
    usage.read();
    long voluntary = usage.voluntarySwitches();
    long involuntary = usage.involuntarySwitches();
    for (int i = 0; i < 20; i++) {
      Thread.sleep(1);
    }
    usage.read();
    assertThat(usage.voluntarySwitches() - voluntary).isBetween(20L, 60L);
    assertThat(usage.involuntarySwitches()).isGreaterThanOrEqualTo(involuntary);
  }
}
