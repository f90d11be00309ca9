package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.checks.acceptance.Check.Result;
import io.ringfence.lab.kit.host.HostTap;
import io.ringfence.lab.kit.host.ProcessState;
import io.ringfence.lab.kit.process.Waiting;
import io.ringfence.lab.kit.testbed.Testbed;
import java.time.Duration;

/** Checks that a guest's network comes back each time its TAP was deleted and created again. */
final class LossCheck {
  private static final int LOSSES = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String PING = "ping -c 1 -W 5 " + HostTap.HOST_ADDRESS;
  private static final String BEGIN_TRAFFIC =
      "ping -i 0.1 %s >/dev/null 2>&1 & echo $! >/tmp/traffic".formatted(HostTap.HOST_ADDRESS);
  private static final String END_TRAFFIC = "kill $(cat /tmp/traffic)";

  private LossCheck() {}

  static Result run(Testbed testbed) {
    testbed.guest().mustRun(BEGIN_TRAFFIC, PATIENCE);
    lose(testbed); // the first loss creates what stays
    long daemon = testbed.daemon().ownPid();
    ProcessState before = ProcessState.of(daemon);
    long start = System.nanoTime();
    for (int i = 1; i < LOSSES; i++) {
      lose(testbed);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    testbed.guest().mustRun(END_TRAFFIC, PATIENCE);
    Waiting.upTo(PATIENCE, () -> ProcessState.of(daemon).within(before));
    ProcessState after = ProcessState.of(daemon);
    return Result.of(
        after.within(before) && daemon == testbed.daemon().ownPid(),
        "%d times, the guest's ping back each time, %.2f s on average;"
            + " descriptors %d before, %d after; threads %d before, %d after",
        LOSSES,
        seconds / (LOSSES - 1),
        before.descriptors(),
        after.descriptors(),
        before.threads(),
        after.threads());
  }

  private static void lose(Testbed testbed) {
    String address = testbed.tap().delete();
    awaitUplink(testbed, "lost");
    testbed.tap().createAgain(address);
    awaitUplink(testbed, "ready");
    testbed.guest().mustRun(PING, PATIENCE);
  }

  private static void awaitUplink(Testbed testbed, String state) {
    Waiting.until(
        "the uplink to be " + state,
        PATIENCE,
        () -> testbed.admin().status().uplinkState().equals(state));
  }
}
