package io.ringfence.server.uplink;

/** Frames that a sink had taken and then failed to send. */
public final class Losses {
  /** The losses of a sink that sends each frame when it takes it. */
  public static final Losses NONE = new Losses();

  private int frames;
  private long bytes;

  public Losses() {}

  public void clear() {
    frames = 0;
    bytes = 0;
  }

  public void add(long frameBytes) {
    frames++;
    bytes += frameBytes;
  }

  /** Returns their number. */
  public int frames() {
    return frames;
  }

  /** Returns their total bytes, headers included. */
  public long bytes() {
    return bytes;
  }
}
