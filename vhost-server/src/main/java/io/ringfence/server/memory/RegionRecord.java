package io.ringfence.server.memory;

import io.ringfence.protocol.MemoryRegion;
import io.ringfence.server.records.Default;
import io.ringfence.server.records.KeepsUnknown;
import io.ringfence.server.records.Required;

/**
 * A memory region, recorded for another process: the fields of a {@link MemoryRegion} and its file.
 *
 * @param claims number of additions less the number of removals
 */
@KeepsUnknown(identifiedBy = {"gpa", "size", "uva"})
public record RegionRecord(
    @Required long gpa,
    @Required long size,
    @Required long uva,
    @Required long mmapOffset,
    @Default("1") int claims,
    @Required int file) {
  static RegionRecord of(MemoryRegion region, int claims, int file) {
    return new RegionRecord(
        region.gpa(), region.size(), region.uva(), region.mmapOffset(), claims, file);
  }

  MemoryRegion region() {
    return new MemoryRegion(gpa, size, uva, mmapOffset);
  }
}
