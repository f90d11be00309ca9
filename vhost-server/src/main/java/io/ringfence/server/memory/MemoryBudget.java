package io.ringfence.server.memory;

import io.ringfence.server.os.PeerException;

/**
 * What all front-ends of this process may map together. Address space and the number of mappings
 * are the process's: where either is used up the virtual machine itself fails.
 */
final class MemoryBudget {
  /** Half of the address space of x86-64. */
  static final long MOST_BYTES = 1L << 46;

  /** A region is up to three mappings, and Linux allows 65530 unless told otherwise. */
  static final int MOST_REGIONS = 8192;

  private static long bytes;
  private static int regions;

  private MemoryBudget() {}

  /**
   * Takes a region.
   *
   * @throws PeerException where there is not enough left; nothing is taken then
   */
  static synchronized void take(long regionBytes) throws PeerException {
    if (regions == MOST_REGIONS) {
      throw new PeerException(
          "one memory region more than the %d that all front-ends may have; end some of them"
              .formatted(MOST_REGIONS));
    }
    if (regionBytes > MOST_BYTES - bytes) {
      throw new PeerException(
          "%d bytes of memory on top of %d; all front-ends may have %d, so end some of them"
              .formatted(regionBytes, bytes, MOST_BYTES));
    }
    bytes += regionBytes;
    regions++;
  }

  /** Gives a region back. */
  static synchronized void giveBack(long regionBytes) {
    bytes -= regionBytes;
    regions--;
  }
}
