package io.ringfence.server.memory;

import io.ringfence.ring.GuestMemory;
import io.ringfence.server.os.FileRange;
import io.ringfence.server.os.Mappings;
import io.ringfence.server.os.PeerException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Adjacent regions in guest addresses, mapped adjacently, so that a buffer or a ring may cross from
 * one to the next.
 */
final class MappedRun implements AutoCloseable {
  private final List<MemorySlot> slots;
  private final Arena arena;
  private final MemorySegment segment;

  private MappedRun(List<MemorySlot> slots, Arena arena, MemorySegment segment) {
    this.slots = slots;
    this.arena = arena;
    this.segment = segment;
  }

  /** Maps adjacent regions. */
  static MappedRun map(List<MemorySlot> slots) throws PeerException {
    var ranges = ranges(slots);
    Arena arena = Arena.ofShared();
    try {
      return new MappedRun(slots, arena, Mappings.mapJoined(arena, ranges));
    } catch (RuntimeException e) {
      Mappings.unmap(arena);
      throw e;
    }
  }

  /** Returns whether a slot can be mapped directly after others. */
  static boolean joinable(List<MemorySlot> slots, MemorySlot next) throws PeerException {
    if (slots.getLast().end() != next.region().gpa()) {
      return false;
    }
    var all = new ArrayList<>(slots);
    all.add(next);
    return Mappings.joinable(ranges(all));
  }

  private static List<FileRange> ranges(List<MemorySlot> slots) throws PeerException {
    var ranges = new ArrayList<FileRange>();
    for (MemorySlot slot : slots) {
      ranges.add(slot.range());
    }
    return ranges;
  }

  List<MemorySlot> slots() {
    return slots;
  }

  GuestMemory.Extent extent() {
    return new GuestMemory.Extent(slots.getFirst().region().gpa(), segment);
  }

  @Override
  public void close() {
    Mappings.unmap(arena);
  }
}
