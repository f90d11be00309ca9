package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Payloads about guest memory: memory table, dirty log, IOTLB. */
final class MemoryMessages {
  private static final int TABLE_HEADER_BYTES = 8;
  private static final int MAX_REGIONS = 8;
  private static final int IOTLB_UPDATE = 2;
  private static final int IOTLB_INVALIDATE = 3;

  private MemoryMessages() {}

  /**
   * Decodes {@code u32 count, u32 padding, count x region}. User Mode Linux always sends room for
   * two regions, so bytes after the last region are ignored.
   */
  static Request setMemTable(MemorySegment payload, int fdCount) throws ProtocolException {
    int count = checkedCount(payload, fdCount);
    List<MemoryRegion> regions = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long offset = TABLE_HEADER_BYTES + (long) i * MemoryRegion.BYTES;
      MemoryRegion region = MemoryRegion.read(payload, offset);
      checkOverlap(regions, region);
      regions.add(region);
    }
    return new Request.SetMemTable(regions);
  }

  private static int checkedCount(MemorySegment payload, int fdCount) throws ProtocolException {
    int count = Wire.u32(payload, 0);
    if (count < 1 || count > MAX_REGIONS) {
      throw refuse(
          RequestType.SET_MEM_TABLE,
          Integer.toUnsignedString(count) + " regions, allowed 1 to " + MAX_REGIONS);
    }
    long bytes = TABLE_HEADER_BYTES + (long) count * MemoryRegion.BYTES;
    if (payload.byteSize() < bytes) {
      throw refuse(
          RequestType.SET_MEM_TABLE,
          "payload of %d bytes, allowed for %d regions from %d"
              .formatted(payload.byteSize(), count, bytes));
    }
    if (fdCount != count) {
      throw refuse(
          RequestType.SET_MEM_TABLE,
          "%d file descriptors, allowed for %d regions %d".formatted(fdCount, count, count));
    }
    return count;
  }

  private static void checkOverlap(List<MemoryRegion> earlier, MemoryRegion region)
      throws ProtocolException {
    for (MemoryRegion other : earlier) {
      if (region.overlaps(other)) {
        throw refuse(RequestType.SET_MEM_TABLE, region + " overlaps " + other);
      }
    }
  }

  static Request setLogBase(MemorySegment payload) throws ProtocolException {
    long size = Wire.u64(payload, 0);
    long offset = Wire.u64(payload, 8);
    // Both are file offsets, which are signed.
    if (size <= 0 || offset < 0 || offset > Long.MAX_VALUE - size) {
      throw refuse(
          RequestType.SET_LOG_BASE,
          "log of size 0x%x at offset 0x%x, allowed a size from 1 and a sum up to 2^63 - 1"
              .formatted(size, offset));
    }
    return new Request.SetLogBase(size, offset);
  }

  /**
   * Decodes {@code u64 iova, u64 size, u64 uva, u8 permissions, u8 type} and six bytes of padding.
   */
  static Request iotlb(MemorySegment payload) throws ProtocolException {
    int permissions = Wire.u8(payload, 24);
    int type = Wire.u8(payload, 25);
    if (type != IOTLB_UPDATE && type != IOTLB_INVALIDATE) {
      throw refuse(RequestType.IOTLB_MSG, "type " + type + ", allowed 2 (update), 3 (invalidate)");
    }
    if (permissions > 3) {
      throw refuse(RequestType.IOTLB_MSG, "permissions " + permissions + ", allowed 0 to 3");
    }
    return new Request.IotlbMsg(
        Wire.u64(payload, 0),
        Wire.u64(payload, 8),
        Wire.u64(payload, 16),
        permissions,
        type == IOTLB_UPDATE);
  }

  private static ProtocolException refuse(RequestType type, String why) {
    return new ProtocolException(type + ": " + why);
  }
}
