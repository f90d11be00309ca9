package io.ringfence.server.device;

import io.ringfence.protocol.Request.SetVringAddr;
import io.ringfence.server.memory.DirtyLogRecord;
import io.ringfence.server.memory.RegionRecord;
import io.ringfence.server.records.KeepsUnknown;
import io.ringfence.server.records.Required;
import io.ringfence.server.request.FdTable;
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
    @Required long features, List<RegionRecord> regions, DirtyLogRecord log, List<Ring> rings) {
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
