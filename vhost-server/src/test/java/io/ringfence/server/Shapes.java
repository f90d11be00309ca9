package io.ringfence.server;

import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.net.Shape;
import java.util.Random;
import java.util.stream.IntStream;

/** Random ways to cut network buffers into descriptors. */
final class Shapes {
  private static final int COUNT = 61; // no divisor of a ring's size
  private static final int MOST_SEGMENTS = 7;

  private Shapes() {}

  /** A driver's habits under given features: random shapes, bytes between segments guarded. */
  static NetConfig random(long features, int largestFrame, boolean packed, long seed) {
    var random = new Random(seed);
    NetConfig plain = NetConfig.negotiated(features, largestFrame);
    int whole = plain.headerBytes() + largestFrame;
    boolean tables = (features & Features.INDIRECT_DESC) != 0;
    return plain
        .withSlots(48, 64)
        .withTxShapes(shapes(random, tables, packed, () -> transmit(random)))
        .withRxShapes(
            shapes(
                random,
                tables,
                packed,
                () ->
                    plain.mergeable() ? receive(random, 64, 4_000) : receive(random, whole, whole)))
        .withGuardBytes(3);
  }

  private interface Segments {
    int[] next();
  }

  private static Shape[] shapes(Random random, boolean tables, boolean packed, Segments segments) {
    return IntStream.range(0, COUNT)
        .mapToObj(i ->
            tables ? described(random, packed, segments.next()) : Shape.chained(segments.next()))
        .toArray(Shape[]::new);
  }

  private static Shape described(Random random, boolean packed, int[] segments) {
    return switch (random.nextInt(3)) {
      case 0 -> Shape.chained(segments);
      case 1 -> Shape.indirect(segments);
      default ->
          packed
              ? Shape.chained(segments)
              : Shape.indirectFrom(random.nextInt(segments.length), segments);
    };
  }

  /**
   * Often the header shares a segment with data or spans several. The last segment takes the rest.
   */
  private static int[] transmit(Random random) {
    int[] segments = new int[1 + random.nextInt(MOST_SEGMENTS)];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = 1 + random.nextInt(random.nextBoolean() ? 16 : 3_000);
    }
    return segments;
  }

  /** Returns the lengths of segments with {@code fewest} to {@code most} bytes in total. */
  private static int[] receive(Random random, int fewest, int most) {
    int left = fewest + random.nextInt(most - fewest + 1);
    int[] segments = new int[1 + random.nextInt(4)];
    for (int i = 0; i < segments.length - 1; i++) {
      segments[i] =
          1
              + random.nextInt(
                  Math.min(left - segments.length, random.nextBoolean() ? 16 : left / 2));
      left -= segments[i];
    }
    segments[segments.length - 1] = left;
    return segments;
  }
}
