package io.ringfence.lab.measure.decision;

/**
 * Lengths of slices.
 *
 * @param leastSliceMillis the shortest counted part; lengths are random, so that they do not beat
 *     with ticks of 4 ms or delayed ACKs of 40 ms
 * @param mostSliceMillis the longest counted part
 * @param washoutMillis left out at the beginning of a slice
 */
public record Timing(int leastSliceMillis, int mostSliceMillis, int washoutMillis) {
  /** 20 to 40 ms, after a washout of 5 ms. */
  public static final Timing STANDARD = new Timing(20, 40, 5);

  public Timing {
    if (leastSliceMillis < 1 || mostSliceMillis < leastSliceMillis || washoutMillis < 0) {
      throw new IllegalArgumentException(
          "slices of %d to %d ms after %d ms; lengths are at least 1 ms and ascend, a washout 0 ms"
              .formatted(leastSliceMillis, mostSliceMillis, washoutMillis));
    }
  }

  /** Returns the mean length of a slice, washout included, s. */
  public double meanSeconds() {
    return ((leastSliceMillis + mostSliceMillis) / 2.0 + washoutMillis) / 1000;
  }
}
