package io.ringfence.server.session;

import io.ringfence.protocol.MemoryRegion;
import io.ringfence.protocol.Request.SetVringAddr;
import io.ringfence.server.records.Default;
import io.ringfence.server.records.KeepsUnknown;
import io.ringfence.server.records.Required;
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
@KeepsUnknown
public record DeviceRecord(
    @Required long features, List<Region> regions, Log log, List<Ring> rings) {
  /**
   * A region: the fields of a {@link MemoryRegion} and its file.
   *
   * @param claims times it was added, less those it was removed
   */
  @KeepsUnknown(identifiedBy = {"gpa", "size", "uva"})
  public record Region(
      @Required long gpa,
      @Required long size,
      @Required long uva,
      @Required long mmapOffset,
      @Default("1") int claims,
      @Required int file) {
    static Region of(MemoryRegion region, int claims, int file) {
      return new Region(
          region.gpa(), region.size(), region.uva(), region.mmapOffset(), claims, file);
    }

    MemoryRegion region() {
      return new MemoryRegion(gpa, size, uva, mmapOffset);
    }
  }

  /** The dirty log: a part of a file, in bytes. */
  public record Log(@Required int file, @Required long offset, @Required long size) {}

  /**
   * A ring.
   *
   * @param size descriptors; 0 before the front-end has said
   * @param address null before it has said
   * @param kick null where none came
   * @param polled whether a message without a descriptor came in its place
   * @param enabled null before the front-end has said
   */
  @KeepsUnknown(identifiedBy = "index")
  public record Ring(
      @Required int index,
      int size,
      Address address,
      Integer kick,
      boolean polled,
      Integer call,
      Integer err,
      Boolean enabled) {
    SetVringAddr setVringAddr() {
      return address == null
          ? null
          : new SetVringAddr(
              index,
              address.flags(),
              address.desc(),
              address.used(),
              address.avail(),
              address.log());
    }
  }

  /** The addresses of a ring, as {@link SetVringAddr} has them. */
  public record Address(
      int flags, @Required long desc, @Required long used, @Required long avail, long log) {
    static Address of(SetVringAddr said) {
      return said == null
          ? null
          : new Address(said.flags(), said.desc(), said.used(), said.avail(), said.log());
    }
  }
}
