package io.ringfence.lab.cli;

import io.ringfence.lab.testbed.Testbed;
import java.util.Optional;

/** What a reader of results must know of the emulator. */
final class TestbedNotes {
  private static final int FIRST_SOUND_MAJOR = 8;
  private static final int FIRST_SOUND_MINOR = 1;

  private TestbedNotes() {}

  /** A one-CPU guest under TCG before QEMU 8.1 runs without its memory barriers. */
  static Optional<String> unsoundGuest(Testbed testbed, int cpus) {
    boolean unsound = cpus == 1 && !testbed.qemu().kvm() && dropsBarriers(testbed.qemu().version());
    return unsound
        ? Optional.of(
            "warning: QEMU %s under TCG drops every barrier of a guest with one CPU; such a guest"
                    .formatted(testbed.qemu().version())
                + " is unsound whatever the device does (use --cpus 2, or QEMU 8.1)")
        : Optional.empty();
  }

  static boolean dropsBarriers(String version) {
    String[] numbers = version.split("\\.");
    int major = Integer.parseInt(numbers[0]);
    int minor = Integer.parseInt(numbers[1]);
    return major < FIRST_SOUND_MAJOR || major == FIRST_SOUND_MAJOR && minor < FIRST_SOUND_MINOR;
  }
}
