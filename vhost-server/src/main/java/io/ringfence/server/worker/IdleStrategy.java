package io.ringfence.server.worker;

/** What a worker does between two turns of its duty cycle. */
interface IdleStrategy {
  /**
   * Returns at once if there is work, and otherwise waits until there may be some.
   *
   * @param active pairs that may have more work
   * @param longestMillis the most to wait; -1 for no limit
   */
  void idle(int active, int longestMillis);
}
