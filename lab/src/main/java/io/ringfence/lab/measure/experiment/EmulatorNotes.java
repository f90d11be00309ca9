package io.ringfence.lab.measure.experiment;

import java.util.ArrayList;
import java.util.List;

/** Notes on the emulator for readers of results. */
public final class EmulatorNotes {
  private static final int FIRST_SOUND_MAJOR = 8;
  private static final int FIRST_SOUND_MINOR = 1;

  private EmulatorNotes() {}

  static List<String> of(Design design, Experiment.Environment environment) {
    List<String> notes = new ArrayList<>();
    if (environment.accelerator().equals("TCG")) {
      notes.add(
          "The guest is emulated (TCG): its barriers are not those of its architecture, so these results"
              + " do not cover the driver's side. The daemon runs on the machine itself.");
      String version = environment.guestHost().replace("QEMU ", "");
      if (unsound(design.guest().cpus(), version)) {
        notes.add(unsoundText(version));
      }
    }
    if (environment.accelerator().equals("native")) {
      notes.add(
          "The guest is a uniprocessor kernel that runs on this machine's processor itself; QEMU's CPU"
              + " time is User Mode Linux's own.");
    }
    return notes;
  }

  /** Returns whether a guest runs without memory barriers: one CPU, TCG, QEMU before 8.1. */
  public static boolean unsound(int cpus, String qemuVersion) {
    return cpus == 1 && dropsBarriers(qemuVersion);
  }

  /** Returns the note for such a guest. */
  public static String unsoundText(String qemuVersion) {
    return ("QEMU %s under TCG drops every barrier of a guest with one CPU; such a guest is unsound"
            + " whatever the device does (use --cpus 2, or QEMU 8.1)")
        .formatted(qemuVersion);
  }

  static boolean dropsBarriers(String version) {
    String[] numbers = version.split("\\.");
    int major = Integer.parseInt(numbers[0]);
    int minor = Integer.parseInt(numbers[1]);
    return major < FIRST_SOUND_MAJOR || major == FIRST_SOUND_MAJOR && minor < FIRST_SOUND_MINOR;
  }
}
