package io.ringfence.testkit.property;

/**
 * One run of a property's body.
 *
 * @param draw the values that the body has drawn
 * @param failure what it threw; null if the statement held
 */
record Trial(Draw draw, Throwable failure) {
  static Trial run(Property.Body body, Draw draw) {
    try {
      body.check(draw);
      return new Trial(draw, null);
    } catch (Throwable failure) {
      return new Trial(draw, failure);
    }
  }

  boolean failed() {
    return failure != null;
  }

  /** Returns whether both failed by the same type of error. Another type may be another fault. */
  boolean failedLike(Trial other) {
    return failed() && failure.getClass() == other.failure.getClass();
  }
}
