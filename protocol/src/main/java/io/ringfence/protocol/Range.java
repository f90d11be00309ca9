package io.ringfence.protocol;

/**
 * An inclusive range of non-negative counts that a table row allows. Its text form is that of an
 * error message.
 */
record Range(int min, int max) {
  static Range exactly(int count) {
    return new Range(count, count);
  }

  static Range between(int min, int max) {
    return new Range(min, max);
  }

  boolean allows(int count) {
    return min <= count && count <= max;
  }

  @Override
  public String toString() {
    return min == max ? Integer.toString(min) : min + " to " + max;
  }
}
