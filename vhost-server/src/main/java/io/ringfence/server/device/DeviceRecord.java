package io.ringfence.server.device;

import io.ringfence.protocol.Request.SetVringAddr;
import io.ringfence.server.memory.DirtyLogRecord;
import io.ringfence.server.memory.RegionRecord;
import io.ringfence.server.records.KeepsUnknown;
import io.ringfence.server.records.Required;
import io.ringfence.server.request.FdTable;
import java.util.List;

/**
 * A device's state for another process, without the rings' positions. Descriptors are indices in an
 * {@link FdTable}.
 *
 * @param features the accepted features, a mask
 * @param regions the memory table's
 * @param log the dirty log; null without one
 * @param rings the rings that the front-end has configured
 */
@KeepsUnknown
public record DeviceRecord(
    @Required long features, List<RegionRecord> regions, DirtyLogRecord log, List<Ring> rings) {
  /**
   * A ring.
   *
   * @param size descriptors; 0 before the front-end has set it
   * @param address null before the front-end has set it
   * @param kick null without one
   * @param polled whether the kick message came without a descriptor
   * @param enabled null before the front-end has set it
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
    static Address of(SetVringAddr address) {
      return address == null
          ? null
          : new Address(
              address.flags(), address.desc(), address.used(), address.avail(), address.log());
    }
  }
}
