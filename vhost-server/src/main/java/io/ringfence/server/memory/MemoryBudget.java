package io.ringfence.server.memory;

import io.ringfence.server.os.PeerException;

/**
 * The budget of mappings of all front-ends. Address space and the number of mappings are limited
 * per process. When either is exhausted the JVM itself fails.
 */
final class MemoryBudget {
  /** Half of the address space of x86-64. */
  static final long MOST_BYTES = 1L << 46;

  /** A region takes up to three mappings, and Linux allows 65530 by default. */
  static final int MOST_REGIONS = 8192;

  private static long bytes;
  private static int regions;

  private MemoryBudget() {}

  /**
   * Takes a region from the budget.
   *
   * @throws PeerException if the rest is too small; then nothing is taken
   */
  static synchronized void take(long regionBytes) throws PeerException {
    if (regions == MOST_REGIONS) {
      throw new PeerException(
          ("one memory region more than the %d allowed for all front-ends; end " + "some of them")
              .formatted(MOST_REGIONS));
    }
    if (regionBytes > MOST_BYTES - bytes) {
      throw new PeerException(
          ("%d bytes of memory on top of %d; allowed for all front-ends are %d, "
                  + "so end some of them")
              .formatted(regionBytes, bytes, MOST_BYTES));
    }
    bytes += regionBytes;
    regions++;
  }

  /** Returns a region to the budget. */
  static synchronized void giveBack(long regionBytes) {
    bytes -= regionBytes;
    regions--;
  }
}
