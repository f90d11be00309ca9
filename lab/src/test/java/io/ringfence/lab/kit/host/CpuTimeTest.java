package io.ringfence.lab.kit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CpuTimeTest {
  @Test
  void aProcessNameWithSpacesAndBracketsIsPassedOver() {
    String stat = "42 (a) b (c)) S 1 2 3 4 5 6 7 8 9 10 100 23 14 15 16 17 18 19";

    assertThat(CpuTime.parseProcess(stat)).isEqualTo(1_230_000);
    assertThat(CpuTime.parseEndedChildren(stat)).isEqualTo(290_000);
  }

  @Test
  void thisProcessHasCpuTime() {
    assertThat(CpuTime.ofProcess(ProcessHandle.current().pid())).isPositive();
  }

  @Test
  void aTreeHasTheTimeOfChildrenThatHaveEnded() throws Exception {
    long pid = ProcessHandle.current().pid();
    long before = CpuTime.ofTree(pid);
    Process child =
        new ProcessBuilder("sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done").start();

    assertThat(child.waitFor()).isZero();

    assertThat(CpuTime.ofTree(pid) - before).isGreaterThanOrEqualTo(CpuTime.TICK_MICROS);
  }

  @Test
  void idleIowaitAndStealAreNotBusyAndGuestTimeIsNotCountedTwice() {
    var machine = CpuTime.parseMachine("intr 5\ncpu  10 1 20 600 30 2 3 40 7 8\ncpu0 1 1\n");

    assertThat(machine.busyMicros()).isEqualTo(360_000);
    assertThat(machine.totalMicros()).isEqualTo(7_060_000);
    assertThat(machine.since(new CpuTime.Machine(310_000, 6_960_000)).utilization()).isEqualTo(0.5);
  }

  @Test
  void aFileWithoutTheLineIsToldAsItIs() {
    assertThatThrownBy(() -> CpuTime.parseMachine("nothing"))
        .hasMessage("/proc/stat without a cpu line: nothing");
  }
}
