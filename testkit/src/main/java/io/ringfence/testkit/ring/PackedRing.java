package io.ringfence.testkit.ring;

import static io.ringfence.testkit.memory.LittleEndian.PLAIN16;
import static io.ringfence.testkit.memory.LittleEndian.PLAIN32;
import static io.ringfence.testkit.memory.LittleEndian.PLAIN64;
import static io.ringfence.testkit.memory.LittleEndian.get16;
import static io.ringfence.testkit.memory.LittleEndian.get32;
import static io.ringfence.testkit.memory.LittleEndian.get64;
import static io.ringfence.testkit.memory.LittleEndian.set16;
import static io.ringfence.testkit.memory.LittleEndian.set32;

import io.ringfence.testkit.memory.GuestRam;
import java.lang.foreign.MemorySegment;

/**
 * The three areas of a packed virtqueue, field by field and without any rule (VIRTIO 1.3, 2.8): for
 * {@link PackedDriver}, and for tests that write what a driver must not.
 *
 * <pre>
 * descriptor ring, 16 bytes each      driver and device event suppression, 4 bytes each
 *   0  le64 addr                        0  le16 offset: bits 0-14, wrap counter: bit 15
 *   8  le32 len                         2  le16 flags: bits 0-1
 *  12  le16 id
 *  14  le16 flags
 * </pre>
 *
 * Values of 16 bits are unsigned. No method orders accesses: the caller uses fences.
 */
public final class PackedRing {
  public static final int DESC_F_NEXT = 1;
  public static final int DESC_F_WRITE = 2;
  public static final int DESC_F_INDIRECT = 4;
  public static final int DESC_F_AVAIL = 1 << 7;
  public static final int DESC_F_USED = 1 << 15;
  public static final int EVENT_ENABLE = 0;
  public static final int EVENT_DISABLE = 1;
  public static final int EVENT_DESC = 2;

  private final int size;
  private final MemorySegment desc;
  private final MemorySegment driver;
  private final MemorySegment device;

  /** Maps the areas at these guest addresses, which may straddle adjacent regions. */
  public PackedRing(
      GuestRam ram, int size, long descAddress, long driverAddress, long deviceAddress) {
    this.size = size;
    this.desc = ram.slice(descAddress, descBytes(size));
    this.driver = ram.slice(driverAddress, 4);
    this.device = ram.slice(deviceAddress, 4);
  }

  public static long descBytes(int size) {
    return 16L * size;
  }

  public int size() {
    return size;
  }

  // Descriptor ring
  // --------------------------------------------------------------------------------------------------------------------------

  /** Writes address, length and id. The flags are written separately, and later. */
  public void descBody(int i, long address, int length, int id) {
    desc.set(PLAIN64, 16L * i, address);
    desc.set(PLAIN32, 16L * i + 8, length);
    desc.set(PLAIN16, 16L * i + 12, (short) id);
  }

  /** Writes a descriptor at any address, such as in an indirect table. */
  public static void writeDesc(
      MemorySegment table, long offset, long address, int length, int id, int flags) {
    table.set(PLAIN64, offset, address);
    table.set(PLAIN32, offset + 8, length);
    table.set(PLAIN16, offset + 12, (short) id);
    table.set(PLAIN16, offset + 14, (short) flags);
  }

  public long descAddress(int i) {
    return get64(desc, 16L * i);
  }

  public int descLength(int i) {
    return get32(desc, 16L * i + 8);
  }

  public int descId(int i) {
    return get16(desc, 16L * i + 12);
  }

  public int descFlags(int i) {
    return get16(desc, 16L * i + 14);
  }

  public void descFlags(int i, int flags) {
    set16(desc, 16L * i + 14, flags);
  }

  // Event suppression: offset and flags in one access, so that they are consistent
  // -----------------------------------------------------------

  /**
   * Returns the driver's request to the device: offset and wrap counter in bits 0-15, flags in bits
   * 16-31.
   */
  public int driverEvent() {
    return get32(driver, 0);
  }

  public void driverEvent(int offWrap, int flags) {
    set32(driver, 0, flags << 16 | offWrap & 0xffff);
  }

  /**
   * Returns the device's request to the driver: offset and wrap counter in bits 0-15, flags in bits
   * 16-31.
   */
  public int deviceEvent() {
    return get32(device, 0);
  }

  public void deviceEvent(int offWrap, int flags) {
    set32(device, 0, flags << 16 | offWrap & 0xffff);
  }
}
