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
 * The three areas of a split virtqueue, field by field and without any rule (VIRTIO 1.3, 2.7): for
 * {@link SplitDriver}, and for tests that write what a driver must not.
 *
 * <pre>
 * descriptor table, 16 bytes each     available ring                  used ring
 *   0  le64 addr                        0  le16 flags                   0  le16 flags
 *   8  le32 len                         2  le16 idx                     2  le16 idx
 *  12  le16 flags                       4  le16 ring[size]              4  {le32 id, le32 len} ring[size]
 *  14  le16 next                        .  le16 used_event              .  le16 avail_event
 * </pre>
 *
 * Values of 16 bits are unsigned. No method orders accesses: the caller uses fences.
 */
public final class SplitRing {
  public static final int DESC_F_NEXT = 1;
  public static final int DESC_F_WRITE = 2;
  public static final int DESC_F_INDIRECT = 4;
  public static final int AVAIL_F_NO_INTERRUPT = 1;
  public static final int USED_F_NO_NOTIFY = 1;
  public static final int DESC_BYTES = 16;

  private final int size;
  private final MemorySegment desc;
  private final MemorySegment avail;
  private final MemorySegment used;

  /** Maps the areas at these guest addresses, which may straddle adjacent regions. */
  public SplitRing(GuestRam ram, int size, long descAddress, long availAddress, long usedAddress) {
    this.size = size;
    this.desc = ram.slice(descAddress, descBytes(size));
    this.avail = ram.slice(availAddress, availBytes(size));
    this.used = ram.slice(usedAddress, usedBytes(size));
  }

  public static long descBytes(int size) {
    return 16L * size;
  }

  public static long availBytes(int size) {
    return 6 + 2L * size;
  }

  public static long usedBytes(int size) {
    return 6 + 8L * size;
  }

  public int size() {
    return size;
  }

  // Descriptor table
  // -------------------------------------------------------------------------------------------------------------------------

  public void desc(int i, long address, int length, int flags, int next) {
    writeDesc(desc, 16L * i, address, length, flags, next);
  }

  /** Writes a descriptor at any address, such as in an indirect table. */
  public static void writeDesc(
      MemorySegment table, long offset, long address, int length, int flags, int next) {
    table.set(PLAIN64, offset, address);
    table.set(PLAIN32, offset + 8, length);
    table.set(PLAIN16, offset + 12, (short) flags);
    table.set(PLAIN16, offset + 14, (short) next);
  }

  public long descAddress(int i) {
    return get64(desc, 16L * i);
  }

  public int descLength(int i) {
    return get32(desc, 16L * i + 8);
  }

  public int descFlags(int i) {
    return get16(desc, 16L * i + 12);
  }

  public int descNext(int i) {
    return get16(desc, 16L * i + 14);
  }

  // Available ring
  // ---------------------------------------------------------------------------------------------------------------------------

  public int availFlags() {
    return get16(avail, 0);
  }

  public void availFlags(int flags) {
    set16(avail, 0, flags);
  }

  public int availIdx() {
    return get16(avail, 2);
  }

  public void availIdx(int idx) {
    set16(avail, 2, idx);
  }

  public int availEntry(int slot) {
    return get16(avail, 4 + 2L * slot);
  }

  public void availEntry(int slot, int head) {
    set16(avail, 4 + 2L * slot, head);
  }

  public int usedEvent() {
    return get16(avail, 4 + 2L * size);
  }

  public void usedEvent(int idx) {
    set16(avail, 4 + 2L * size, idx);
  }

  // Used ring
  // --------------------------------------------------------------------------------------------------------------------------------

  public int usedFlags() {
    return get16(used, 0);
  }

  public void usedFlags(int flags) {
    set16(used, 0, flags);
  }

  public int usedIdx() {
    return get16(used, 2);
  }

  public void usedIdx(int idx) {
    set16(used, 2, idx);
  }

  public int usedId(int slot) {
    return get32(used, 4 + 8L * slot);
  }

  public int usedLength(int slot) {
    return get32(used, 8 + 8L * slot);
  }

  public void usedEntry(int slot, int id, int length) {
    set32(used, 4 + 8L * slot, id);
    set32(used, 8 + 8L * slot, length);
  }

  public int availEvent() {
    return get16(used, 4 + 8L * size);
  }

  public void availEvent(int idx) {
    set16(used, 4 + 8L * size, idx);
  }
}
