package io.ringfence.fuzz;

import io.ringfence.ring.Chain;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A chain that the device took, compared with the expected one. */
final class TakenChain {
  private final Chain chain;
  private final CheckedMemory memory;
  private final int size;

  TakenChain(Chain chain, CheckedMemory memory, int size) {
    this.chain = chain;
    this.memory = memory;
    this.size = size;
  }

  /** Throws unless the chain equals the expected one, segment by segment and in its sums. */
  void check(Walk due, int id) {
    Finding.unless(chain.id() == id, "chain of id %d, expected %d", chain.id(), id);
    Finding.unless(chain.slots() >= 1 && chain.slots() <= size, "chain of %d slots", chain.slots());
    List<Walk.Range> seen = ranges();
    Finding.unless(seen.equals(due.ranges()), "chain of %s, expected %s", seen, due.ranges());
    Finding.unless(chain.readableBytes() == sum(seen, false), "readable bytes");
    Finding.unless(chain.writableBytes() == sum(seen, true), "writable bytes");
    checkReading(seen);
  }

  private static long sum(List<Walk.Range> ranges, boolean writable) {
    return ranges.stream()
        .filter(range -> range.writable() == writable)
        .mapToLong(Walk.Range::bytes)
        .sum();
  }

  /** Returns the segments, merged if adjacent in guest addresses. */
  private List<Walk.Range> ranges() {
    var ranges = new ArrayList<Walk.Range>();
    for (int i = 0; i < chain.segments(); i++) {
      boolean writable = i >= chain.readableSegments();
      long address = memory.addressOf(chain, i);
      Walk.Range last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && last.writable() == writable && last.address() + last.bytes() == address) {
        ranges.removeLast();
        ranges.add(new Walk.Range(last.address(), last.bytes() + chain.length(i), writable));
      } else {
        ranges.add(new Walk.Range(address, chain.length(i), writable));
      }
    }
    return ranges;
  }

  /** Checks that a copy out of the middle of the chain equals guest memory. */
  private void checkReading(List<Walk.Range> ranges) {
    long bytes = Math.min(64, chain.readableBytes());
    long from = (chain.readableBytes() - bytes) / 2;
    MemorySegment target = MemorySegment.ofArray(new byte[64]);
    chain.copyOut(from, target, 0, bytes);
    for (long i = 0; i < bytes; i++) {
      long due = memory.read(addressOf(ranges, false, from + i), 1);
      int seen = Byte.toUnsignedInt(target.get(ValueLayout.JAVA_BYTE, i));
      Finding.unless(
          seen == due, "byte %d was read as %d, guest memory has %d", from + i, seen, due);
    }
  }

  private static long addressOf(List<Walk.Range> ranges, boolean writable, long offset) {
    long left = offset;
    for (Walk.Range range : ranges) {
      if (range.writable() == writable) {
        if (left < range.bytes()) {
          return range.address() + left;
        }
        left -= range.bytes();
      }
    }
    throw new IllegalArgumentException("byte " + offset + " of " + ranges);
  }

  /** Records the bytes that a copy into the chain should write, and their addresses. */
  void expectCopied(long to, MemorySegment source, long bytes) {
    List<Walk.Range> ranges = ranges();
    for (long i = 0; i < bytes; i++) {
      byte value = source.get(ValueLayout.JAVA_BYTE, i);
      memory.expect(addressOf(ranges, true, to + i), value);
    }
  }
}
