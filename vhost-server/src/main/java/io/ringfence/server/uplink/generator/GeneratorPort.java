package io.ringfence.server.uplink.generator;

import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.generator.datapath.GeneratorPath;

/**
 * Frames come as fast as the driver posts buffers for them; those that are sent go nowhere. For one
 * pair of one front-end: it counts the frames.
 */
public final class GeneratorPort implements Port {
  /** The length that testers of packets send when nothing is said. */
  public static final int DEFAULT_BYTES = 64;

  /** The shortest Ethernet frame, without its checksum. */
  public static final int FEWEST_BYTES = 60;

  /** The longest frame, with an IP packet of 65535 bytes. */
  public static final int MOST_BYTES = 65_535 + 14;

  private final int frameBytes;
  private long number;

  GeneratorPort(int frameBytes) {
    this.frameBytes = frameBytes;
  }

  /**
   * Passes a length on.
   *
   * @throws IllegalArgumentException for one that is no frame's
   */
  public static int checked(int frameBytes) {
    if (frameBytes < FEWEST_BYTES || frameBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "generator of frames of %d bytes; allowed are %d to %d"
              .formatted(frameBytes, FEWEST_BYTES, MOST_BYTES));
    }
    return frameBytes;
  }

  @Override
  public Class<?> path() {
    return GeneratorPath.class;
  }

  /** Bytes of each frame, without the virtio-net header and the checksum of a wire. */
  public int frameBytes() {
    return frameBytes;
  }

  /** Frames that came so far. */
  public long number() {
    return number;
  }

  /** Counts those that came. */
  public void count(int frames) {
    number += frames;
  }
}
