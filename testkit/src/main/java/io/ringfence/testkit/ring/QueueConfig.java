package io.ringfence.testkit.ring;

/**
 * The settings of a driver for one virtqueue.
 *
 * @param size descriptors: a power of two up to 32768 for a split ring, 1 to 32768 for a packed one
 * @param eventIdx VIRTIO_F_EVENT_IDX was negotiated
 * @param inOrder VIRTIO_F_IN_ORDER was negotiated: descriptors are taken in ring order, one used
 *     element may stand for a batch
 * @param order which free descriptor or id is taken next
 * @param seed for {@link IdOrder#SCATTERED}
 * @param tableEntries entries of the indirect table that the driver keeps for each head; 0 for none
 * @param base the value of SET_VRING_BASE: the ring's start, to which its memory is prepared
 */
public record QueueConfig(
    int size,
    boolean eventIdx,
    boolean inOrder,
    IdOrder order,
    long seed,
    int tableEntries,
    int base) {
  /** The largest ring of either format. */
  public static final int MAX_SIZE = 32768;

  /** {@link #base} of a fresh packed ring: both wrap counters 1, both positions 0. */
  public static final int PACKED_BASE = 0x8000_8000;

  /** Returns a split ring that starts at index 0. */
  public static QueueConfig split(int size) {
    return new QueueConfig(size, false, false, IdOrder.LIFO, 1, 0, 0);
  }

  /** Returns a packed ring that starts at position 0 with both wrap counters 1. */
  public static QueueConfig packed(int size) {
    return new QueueConfig(size, false, false, IdOrder.LIFO, 1, 0, PACKED_BASE);
  }

  public QueueConfig withEventIdx(boolean on) {
    return new QueueConfig(size, on, inOrder, order, seed, tableEntries, base);
  }

  public QueueConfig withInOrder(boolean on) {
    return new QueueConfig(size, eventIdx, on, order, seed, tableEntries, base);
  }

  public QueueConfig withOrder(IdOrder which, long newSeed) {
    return new QueueConfig(size, eventIdx, inOrder, which, newSeed, tableEntries, base);
  }

  public QueueConfig withTables(int entries) {
    return new QueueConfig(size, eventIdx, inOrder, order, seed, entries, base);
  }

  public QueueConfig withBase(int newBase) {
    return new QueueConfig(size, eventIdx, inOrder, order, seed, tableEntries, newBase);
  }
}
