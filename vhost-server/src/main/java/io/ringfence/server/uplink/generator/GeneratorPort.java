package io.ringfence.server.uplink.generator;

import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.generator.datapath.GeneratorPath;

/**
 * Generates frames as fast as the driver posts buffers for them, and drops those that are sent. For
 * one pair of one front-end: it counts the frames.
 */
public final class GeneratorPort implements Port {
  /** The usual default length of packet testers. */
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
   * Checks and returns a length.
   *
   * @throws IllegalArgumentException for an impossible frame length
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

  /** Returns the bytes of each frame, without the virtio-net header and the Ethernet checksum. */
  public int frameBytes() {
    return frameBytes;
  }

  /** Returns the number of frames generated so far. */
  public long number() {
    return number;
  }

  /** Counts generated frames. */
  public void count(int frames) {
    number += frames;
  }
}
