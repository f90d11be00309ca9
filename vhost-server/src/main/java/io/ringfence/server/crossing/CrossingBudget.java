package io.ringfence.server.crossing;

/**
 * The most memory that all queues of a daemon may take together. It decides how large each is, so
 * that every ordered pair of workers can have one.
 *
 * @param limitBytes the limit
 */
public record CrossingBudget(long limitBytes) {
  /** Bytes for the records of the smallest queue; at least two of the largest frames fit. */
  static final int LEAST_CAPACITY = 1 << 18;

  /**
   * Bytes for the records of the largest queue; at least 62 of the largest frames fit, almost two
   * bursts.
   */
  static final int MOST_CAPACITY = 1 << 22;

  private static final long DEFAULT_LIMIT = 64L << 20;

  /** Returns the default: 64 MiB; with more than 16 workers, what the smallest queues take. */
  public static CrossingBudget forWorkers(int workers) {
    return new CrossingBudget(Math.max(DEFAULT_LIMIT, leastBytes(workers)));
  }

  /**
   * Returns the bytes for the records of each queue, a power of two.
   *
   * @throws IllegalArgumentException if the limit is below what the smallest queues take
   */
  int capacity(int workers) {
    if (leastBytes(workers) > limitBytes) {
      throw new IllegalArgumentException(
          "queues between %d workers limited to %d bytes; allowed from %d: raise the limit or start"
                  .formatted(workers, limitBytes, leastBytes(workers))
              + " fewer workers");
    }
    int capacity = MOST_CAPACITY;
    while (pairs(workers) * FrameQueue.bytes(capacity) > limitBytes && capacity > LEAST_CAPACITY) {
      capacity /= 2;
    }
    return capacity;
  }

  private static long leastBytes(int workers) {
    return pairs(workers) * FrameQueue.bytes(LEAST_CAPACITY);
  }

  private static long pairs(int workers) {
    return (long) workers * (workers - 1);
  }
}
