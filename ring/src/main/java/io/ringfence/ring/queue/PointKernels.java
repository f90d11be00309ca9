package io.ringfence.ring.queue;

import io.ringfence.ring.BarrierRealm;
import io.ringfence.ring.SplitLayout;
import java.lang.foreign.Arena;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ordering points in methods small enough that their machine code can be read. Each method
 * makes the calls of {@link Barriers} that a queue makes, between two stores that mark begin and
 * end. The memory is constant, so an access is identified by its address.
 *
 * <p>{@code scripts/disassembly} uses it to check {@link io.ringfence.ring.Instructions}; the
 * device does not. A realm that names this class defines it (see {@link BarrierRealm}).
 */
public final class PointKernels {
  private static final long MEMORY = Arena.global().allocate(4096, 4096).address();
  // A cache line each, so that no compiler joins accesses of neighbours.
  private static final int USED_INDEX = SplitLayout.FLAGS; // one word with used.flags
  private static final int AVAIL_INDEX = 0x040;
  private static final int USED_EVENT = 0x080;
  private static final int AVAIL_EVENT = 0x0c0;
  private static final int DESCRIPTOR_FLAGS = 0x100;
  private static final int USED_FLAGS = 0x140;
  private static final int DRIVER_EVENT = 0x180;
  private static final int DEVICE_EVENT = 0x1c0;
  private static final int BEGIN = 0x200;
  private static final int END = 0x240;

  private PointKernels() {}

  /** Returns the address of offset 0. */
  public static long address() {
    return MEMORY;
  }

  /** Returns the names of the fields by offset in bytes. */
  public static Map<Integer, String> fields() {
    return new TreeMap<>(
        Map.of(
            USED_INDEX, "used.idx",
            AVAIL_INDEX, "avail.idx",
            USED_EVENT, "used_event",
            AVAIL_EVENT, "avail_event",
            DESCRIPTOR_FLAGS, "desc.flags",
            USED_FLAGS, "used flags",
            DRIVER_EVENT, "driver event",
            DEVICE_EVENT, "device event",
            BEGIN, "begin",
            END, "end"));
  }

  /** S1. */
  public static int availLook(int value) {
    SharedField.setU32(MEMORY + BEGIN, value);
    int seen = Barriers.observeAvailIndex(MEMORY + AVAIL_INDEX);
    SharedField.setU32(MEMORY + END, value);
    return seen;
  }

  /** S3, S4, then S5. */
  public static int usedPublication(int value) {
    SharedField.setU32(MEMORY + BEGIN, value);
    Barriers.publishUsedIndex(MEMORY, 0, value);
    int seen = Barriers.driverEvent(MEMORY + USED_EVENT);
    SharedField.setU32(MEMORY + END, value);
    return seen;
  }

  /** S6, then S6b. */
  public static int kickRequest(int value) {
    SharedField.setU32(MEMORY + BEGIN, value);
    Barriers.requestKicksAt(MEMORY + AVAIL_EVENT, value);
    int seen = Barriers.observeAvailIndexAgain(MEMORY + AVAIL_INDEX);
    SharedField.setU32(MEMORY + END, value);
    return seen;
  }

  /** S8. */
  public static int dirtyLog(int value) {
    SharedField.setU32(MEMORY + BEGIN, value);
    Barriers.beforeDirtyLog();
    SharedField.setU32(MEMORY + END, value);
    return value;
  }

  /** K1. */
  public static int descriptorLook(int value) {
    SharedField.setU32(MEMORY + BEGIN, value);
    int seen = Barriers.observeDescriptorFlags(MEMORY + DESCRIPTOR_FLAGS);
    SharedField.setU32(MEMORY + END, value);
    return seen;
  }

  /** K2, then K3. */
  public static int flagsPublication(int value) {
    SharedField.setU32(MEMORY + BEGIN, value);
    Barriers.publishUsedFlags(MEMORY + USED_FLAGS, value);
    int seen = Barriers.driverEventSuppression(MEMORY + DRIVER_EVENT);
    SharedField.setU32(MEMORY + END, value);
    return seen;
  }

  /** K6, and K1 again. */
  public static int packedKickRequest(int value) {
    SharedField.setU32(MEMORY + BEGIN, value);
    Barriers.requestKicksPacked(MEMORY + DEVICE_EVENT, value);
    int seen = Barriers.observeDescriptorFlagsAgain(MEMORY + DESCRIPTOR_FLAGS);
    SharedField.setU32(MEMORY + END, value);
    return seen;
  }
}
