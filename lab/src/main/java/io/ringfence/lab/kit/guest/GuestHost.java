package io.ringfence.lab.kit.guest;

import java.time.Duration;
import java.util.OptionalInt;

/** The process that runs a guest: an emulator, or a kernel that is itself a process. */
public interface GuestHost extends AutoCloseable {
  /** Returns the agent inside. */
  Guest guest();

  /** Returns its name and version. */
  String name();

  /**
   * Returns how the guest's instructions are executed: {@code KVM}, {@code TCG} or {@code native}.
   */
  String accelerator();

  /** Returns the CPU time so far, including the guest's, in microseconds. */
  long cpuMicros();

  /**
   * Returns if it still runs.
   *
   * @throws io.ringfence.lab.LabException with its exit status and last lines if it has ended
   */
  void checkAlive();

  /** Returns the exit status if it has ended, or ends within {@code patience}. */
  OptionalInt ended(Duration patience);

  /** Returns the last lines of the guest's console and of its own messages. */
  String consoleTail(int lines);

  @Override
  void close();
}
