package io.ringfence.testkit.ring;

/** The free numbers among 0 to size - 1, taken in a chosen order. */
final class FreeIds {
  private final int[] ids;
  private final IdOrder order;
  private int first;
  private int count;
  private long random;

  FreeIds(int size, IdOrder order, long seed) {
    this.ids = new int[size];
    this.order = order;
    this.random = seed * 2 + 1;
    for (int i = 0; i < size; i++) {
      // A stack returns its last entry first: number 0 is taken first.
      ids[i] = order == IdOrder.LIFO ? size - 1 - i : i;
    }
    count = size;
  }

  int count() {
    return count;
  }

  int take() {
    if (order == IdOrder.SCATTERED) {
      swapWithLast((int) ((count * (next() >>> 32)) >>> 32));
    }
    count--;
    if (order == IdOrder.FIFO) {
      int id = ids[first];
      first = first + 1 == ids.length ? 0 : first + 1;
      return id;
    }
    return ids[count];
  }

  void give(int id) {
    int at = count;
    if (order == IdOrder.FIFO) {
      at = first + count < ids.length ? first + count : first + count - ids.length;
    }
    ids[at] = id;
    count++;
  }

  private void swapWithLast(int at) {
    int id = ids[at];
    ids[at] = ids[count - 1];
    ids[count - 1] = id;
  }

  /** Xorshift: sufficient to scatter, without allocation. */
  private long next() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return random;
  }
}
