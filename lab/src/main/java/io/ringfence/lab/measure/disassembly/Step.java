package io.ringfence.lab.measure.disassembly;

/**
 * The effect of an instruction that matters to order: a barrier, or an access of marked memory, or
 * both (a load-acquire).
 *
 * @param barrier the barrier as the table of {@code ring} writes it; null for none
 * @param field the accessed marked memory; null for none
 * @param store whether it is written
 */
record Step(String barrier, String field, boolean store) {
  static Step barrier(String barrier) {
    return new Step(barrier, null, false);
  }

  static Step access(String field, boolean store) {
    return new Step(null, field, store);
  }

  boolean isBarrier() {
    return barrier != null;
  }

  boolean accesses(String name) {
    return name.equals(field);
  }

  @Override
  public String toString() {
    String access = field == null ? "" : (store ? "store " : "load ") + field;
    return barrier == null ? access : field == null ? barrier : access + " by " + barrier;
  }
}
