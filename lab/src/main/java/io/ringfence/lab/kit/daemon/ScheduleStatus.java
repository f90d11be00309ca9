package io.ringfence.lab.kit.daemon;

import java.util.List;

/**
 * GET /schedule.
 *
 * @param state {@code none}, {@code rehearsing}, {@code warming}, {@code recording}, {@code ended}
 *     or {@code failed}
 * @param reason why it failed; empty if it did not
 * @param slices recorded so far
 * @param planned slices in all
 * @param notCompiled arms whose code is not compiled yet, and why
 */
public record ScheduleStatus(
    String state, String reason, long slices, long planned, List<String> notCompiled) {
  public ScheduleStatus {
    notCompiled = notCompiled == null ? List.of() : List.copyOf(notCompiled);
  }

  /** Returns whether the schedule needs no traffic of the guest yet. */
  public boolean rehearses() {
    return state.equals("rehearsing");
  }

  /** Returns whether slices are still to come. */
  public boolean runs() {
    return rehearses() || state.equals("warming") || state.equals("recording");
  }
}
