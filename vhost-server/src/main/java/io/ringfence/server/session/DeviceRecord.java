package io.ringfence.server.session;

import io.ringfence.protocol.MemoryRegion;
import io.ringfence.protocol.Request.SetVringAddr;
import java.util.List;

/**
 * A device, written down for another process: all but where its rings stand. Descriptors are places
 * in an {@link FdTable}.
 *
 * @param features accepted, a mask
 * @param regions of the memory table
 * @param log the dirty log; null without one
 * @param rings those that the front-end has spoken of
 */
public record DeviceRecord(long features, List<Region> regions, Log log, List<Ring> rings) {
  /**
   * A region.
   *
   * @param claims times it was added, less those it was removed
   */
  public record Region(MemoryRegion region, int claims, int file) {}

  /** The dirty log: a part of a file, in bytes. */
  public record Log(int file, long offset, long size) {}

  /**
   * A ring.
   *
   * @param size descriptors; 0 before the front-end has said
   * @param address null before it has said
   * @param kick null where none came
   * @param polled whether a message without a descriptor came in its place
   * @param enabled null before the front-end has said
   */
  public record Ring(
      int index,
      int size,
      SetVringAddr address,
      Integer kick,
      boolean polled,
      Integer call,
      Integer err,
      Boolean enabled) {}
}
