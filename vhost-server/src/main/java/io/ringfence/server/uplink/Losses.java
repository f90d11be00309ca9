package io.ringfence.server.uplink;

/** Frames that a sink had taken and could not send after all. */
public final class Losses {
  /** Of a sink that sends each frame when it takes it. */
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

  /** How many. */
  public int frames() {
    return frames;
  }

  /** Their bytes in all, headers included. */
  public long bytes() {
    return bytes;
  }
}
