package io.ringfence.server.memory;

import io.ringfence.protocol.MemoryRegion;
import io.ringfence.ring.GuestMemory;
import io.ringfence.server.os.Errno;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.OsException;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;

/**
 * The memory that a front-end shares. It is immutable: a change creates a new table, which takes
 * over the unchanged mappings. The old table is closed against the new one after the last worker
 * has left it.
 */
public final class MemoryTable {
  /** Most regions at a time, as GET_MAX_MEM_SLOTS returns it. */
  public static final int MOST_SLOTS = 509;

  /** Bytes that one front-end may have mapped: 1 TiB. */
  static final long MOST_BYTES = 1L << 40;

  /** No memory. */
  public static final MemoryTable EMPTY = new MemoryTable(List.of(), List.of());

  private final List<MemorySlot> slots;
  private final List<MappedRun> runs;
  private final GuestMemory memory;

  private MemoryTable(List<MemorySlot> slots, List<MappedRun> runs) {
    this.slots = slots;
    this.runs = runs;
    memory =
        new GuestMemory(
            runs.stream().map(MappedRun::extent).toList(),
            slots.stream().map(MemorySlot::region).map(MemoryTable::userRange).toList());
  }

  private static GuestMemory.UserRange userRange(MemoryRegion region) {
    return new GuestMemory.UserRange(region.uva(), region.size(), region.gpa());
  }

  /** Returns the memory, as rings use it. */
  public GuestMemory memory() {
    return memory;
  }

  /** Returns the regions in the table. */
  public int size() {
    return slots.size();
  }

  /** Returns the mapped bytes. */
  public long bytes() {
    return slots.stream().mapToLong(slot -> slot.region().size()).sum();
  }

  /**
   * Creates a table of these regions alone. Takes over their files, also on failure.
   *
   * @throws RefusedException if a region cannot be mapped
   */
  public static MemoryTable of(List<MemoryRegion> regions, List<Fd> files) throws RefusedException {
    var slots = new ArrayList<MemorySlot>();
    for (int i = 0; i < regions.size(); i++) {
      slots.add(new MemorySlot(regions.get(i), files.get(i)));
    }
    return EMPTY.map(slots, slots);
  }

  /**
   * Creates the table that another process recorded.
   *
   * @throws RefusedException if a region cannot be mapped
   */
  public static MemoryTable of(List<RegionRecord> regions, FdTable fds) throws RefusedException {
    var slots = new ArrayList<MemorySlot>();
    try {
      for (RegionRecord one : regions) {
        slots.add(new MemorySlot(one.region(), fds.take(one.file()), one.claims()));
      }
    } catch (RefusedException e) {
      slots.forEach(MemorySlot::close);
      throw e;
    }
    return EMPTY.map(slots, slots);
  }

  /** Records the table for another process. */
  public List<RegionRecord> record(FdTable fds) {
    return slots.stream().map(slot -> slot.record(fds)).toList();
  }

  /**
   * Returns this table with one more region. Takes over its file, also on failure. An existing
   * region at the same addresses stays unchanged.
   *
   * @throws RefusedException if it overlaps another, is one too many, or cannot be mapped
   */
  public MemoryTable plus(MemoryRegion region, Fd file) throws RefusedException {
    MemorySlot same = find(region);
    if (same != null) {
      file.close();
      same.claim();
      return this;
    }
    var added = new MemorySlot(region, file);
    String refusal = null;
    if (slots.size() == MOST_SLOTS) {
      refusal = "a region more than " + MOST_SLOTS + "; remove one first";
    } else if (slots.stream().anyMatch(slot -> slot.region().overlaps(region))) {
      refusal = region + " overlaps another; allowed are regions that share no address";
    }
    if (refusal != null) {
      added.close();
      throw new RefusedException(refusal);
    }
    var all = new ArrayList<>(slots);
    all.add(added);
    return map(all, List.of(added));
  }

  /**
   * Returns this table without one region, unless that was added more often than removed.
   *
   * @throws RefusedException if there is no such region
   */
  public MemoryTable minus(MemoryRegion region) throws RefusedException {
    MemorySlot removed = find(region);
    if (removed == null) {
      throw new RefusedException(region + " is not in the memory table; it cannot be removed");
    }
    if (removed.release()) {
      return this;
    }
    return map(slots.stream().filter(slot -> slot != removed).toList(), List.of());
  }

  private MemorySlot find(MemoryRegion region) {
    return slots.stream().filter(slot -> slot.region().sameRegion(region)).findFirst().orElse(null);
  }

  private MemoryTable map(List<MemorySlot> wanted, List<MemorySlot> added) throws RefusedException {
    var mapped = new ArrayList<MappedRun>();
    var before = new HashMap<MemorySlot, MappedRun>(); // by their first slot
    runs.forEach(run -> before.put(run.slots().getFirst(), run));
    try {
      for (MemorySlot slot : added) {
        slot.range(); // throws if the file is too short, which is more specific than a limit
      }
      checkBytes(wanted);
      for (MemorySlot slot : added) {
        slot.reserve();
      }
      for (List<MemorySlot> group : neighbours(wanted)) {
        MappedRun same = before.get(group.getFirst());
        boolean unchanged = same != null && same.slots().equals(group);
        mapped.add(unchanged ? same : MappedRun.map(group));
      }
      return new MemoryTable(List.copyOf(wanted), List.copyOf(mapped));
    } catch (PeerException | OsException e) {
      mapped.stream().filter(run -> !runs.contains(run)).forEach(MappedRun::close);
      added.forEach(MemorySlot::close);
      throw new RefusedException(e.getMessage() + nextStep(e));
    }
  }

  private static String nextStep(Exception why) {
    return switch (why instanceof OsException os ? os.errno() : 0) {
      case Errno.EACCES, Errno.EPERM ->
          "; the file must be open for writing: no readonly=on, no seal";
      case Errno.ENOMEM -> "; raise vm.max_map_count, or the process's limit of address space";
      default -> "";
    };
  }

  /** Checks the sum. Each size is positive, so the remainder cannot wrap. */
  private static void checkBytes(List<MemorySlot> slots) throws PeerException {
    long left = MOST_BYTES;
    for (MemorySlot slot : slots) {
      left -= slot.region().size();
      if (left < 0) {
        throw new PeerException(
            "%s makes the memory table larger than the %d bytes that are allowed"
                .formatted(slot.region(), MOST_BYTES));
      }
    }
  }

  private static List<List<MemorySlot>> neighbours(List<MemorySlot> slots) throws PeerException {
    var sorted = new ArrayList<>(slots);
    sorted.sort(Comparator.comparing(slot -> slot.region().gpa(), Long::compareUnsigned));
    var groups = new ArrayList<List<MemorySlot>>();
    for (MemorySlot slot : sorted) {
      if (!groups.isEmpty() && MappedRun.joinable(groups.getLast(), slot)) {
        groups.getLast().add(slot);
      } else {
        groups.add(new ArrayList<>(List.of(slot)));
      }
    }
    return groups;
  }

  /** Unmaps and closes what {@code next} does not use. */
  public void closeExcept(MemoryTable next) {
    var keptRuns = new HashSet<>(next.runs);
    var keptSlots = new HashSet<>(next.slots);
    runs.stream().filter(run -> !keptRuns.contains(run)).forEach(MappedRun::close);
    slots.stream().filter(slot -> !keptSlots.contains(slot)).forEach(MemorySlot::close);
  }
}
