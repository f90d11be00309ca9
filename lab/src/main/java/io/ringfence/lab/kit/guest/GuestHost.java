package io.ringfence.lab.kit.guest;

import java.time.Duration;
import java.util.OptionalInt;

/** What runs a guest: an emulator, or a kernel that is a process of its own. */
public interface GuestHost extends AutoCloseable {
  /** The agent inside. */
  Guest guest();

  /** Its name and version. */
  String name();

  /** How the guest's instructions are executed: {@code KVM}, {@code TCG} or {@code native}. */
  String accelerator();

  /** CPU time so far, the guest's included, in microseconds. */
  long cpuMicros();

  /**
   * Returns when it still runs.
   *
   * @throws io.ringfence.lab.LabException with its exit status and last lines when it has ended
   */
  void checkAlive();

  /** The exit status when it has ended, or does within {@code patience}. */
  OptionalInt ended(Duration patience);

  /** The last lines of the guest's console and of its own messages. */
  String consoleTail(int lines);

  @Override
  void close();
}
