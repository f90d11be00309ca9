package io.ringfence.lab.checks.acceptance;

import io.ringfence.lab.checks.acceptance.Check.Result;
import io.ringfence.lab.kit.testbed.Testbed;
import java.time.Duration;

/**
 * Checks that a guest cannot switch its receive offloads off. QEMU would not forward that to the
 * daemon. Linux does so for an XDP program, and the guest would lose its TCP connections.
 */
final class OffloadCheck {
  private static final String FEATURES = "cat /sys/class/net/eth0/device/features";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CTRL_GUEST_OFFLOADS = 2; // VIRTIO 1.3, 5.1.3

  private OffloadCheck() {}

  static Result run(Testbed testbed) {
    String bits = testbed.guest().mustRun(FEATURES, PATIENCE).strip(); // bit 0 first
    return Result.of(
        bits.charAt(CTRL_GUEST_OFFLOADS) == '0',
        "CTRL_GUEST_OFFLOADS is %s in the guest's features, allowed is 0",
        bits.charAt(CTRL_GUEST_OFFLOADS));
  }
}
