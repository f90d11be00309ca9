package io.ringfence.server.net;

/** What happened on one ring since its session began. */
public final class VringCounters {
  /** Frames moved. */
  public final Counter frames = new Counter();

  /** Bytes of those frames, without the virtio-net header. */
  public final Counter bytes = new Counter();

  /** Frames or buffers that were given up: malformed, too large, or refused by the uplink. */
  public final Counter dropped = new Counter();

  /** Kicks that the driver sent. */
  public final Counter kicks = new Counter();

  /** Times the driver was signalled. */
  public final Counter calls = new Counter();

  /** Publications after which the driver did not want to be signalled. */
  public final Counter callsSuppressed = new Counter();

  /** Times the second look, after kicks were asked for, found that work had come meanwhile. */
  public final Counter rechecksFoundWork = new Counter();

  /** Times the watchdog found that the driver had added a chain and no kick had come. */
  public final Counter lostKicks = new Counter();

  /** Times the watchdog found that the driver waited for a call that had not been made. */
  public final Counter lostCalls = new Counter();
}
