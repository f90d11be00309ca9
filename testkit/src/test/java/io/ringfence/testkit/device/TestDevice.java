package io.ringfence.testkit.device;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.PackedDriver;
import io.ringfence.testkit.ring.SplitDriver;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * The device's side of a virtqueue, in the shortest form that meets the specification: no speed, no
 * protection.
 */
public interface TestDevice {
  /** A segment of a buffer. */
  record Segment(long address, int length, boolean writable) {}

  /**
   * A buffer the driver made available.
   *
   * @param id head or buffer id
   * @param slots ring descriptors that it takes in a packed ring
   */
  record Buffer(int id, int slots, List<Segment> segments) {
    /** Returns the bytes of its readable segments. */
    public byte[] readable(GuestRam ram) {
      byte[] all = new byte[segments.stream().mapToInt(p -> p.writable() ? 0 : p.length()).sum()];
      int at = 0;
      for (Segment p : segments) {
        if (!p.writable()) {
          ram.copyOut(p.address(), MemorySegment.ofArray(all), at, p.length());
          at += p.length();
        }
      }
      return all;
    }

    /** Returns the total bytes of its writable segments. */
    public int writableBytes() {
      return segments.stream().mapToInt(p -> p.writable() ? p.length() : 0).sum();
    }

    /** Writes as many of the bytes as fit. Returns their number. */
    public int write(GuestRam ram, byte[] bytes) {
      int at = 0;
      for (Segment p : segments) {
        int here = p.writable() ? Math.min(p.length(), bytes.length - at) : 0;
        ram.copyIn(p.address(), MemorySegment.ofArray(bytes), at, here);
        at += here;
      }
      return at;
    }
  }

  /** Returns the next available buffer, or null. */
  Buffer take();

  /** Writes a used element for a buffer. The driver must not see it yet. */
  void use(Buffer buffer, int length);

  /** Writes one used element, for the last buffer, on behalf of all of them (in-order devices). */
  void useBatch(List<Buffer> buffers, int lastLength);

  /** Publishes the used elements to the driver. */
  void publish();

  /**
   * Returns whether the driver wants a call for the elements published since the last call of this
   * method.
   */
  boolean callNeeded();

  void disableKicks();

  /** Requests a kick for the next buffer. Returns true if there already is one. */
  boolean enableKicks();

  static TestDevice of(GuestRam ram, DriverQueue queue) {
    return switch (queue) {
      case SplitDriver split -> new SplitTestDevice(ram, split);
      case PackedDriver packed -> new PackedTestDevice(ram, packed);
    };
  }

  /** Returns the entries of an indirect table. */
  static List<Segment> table(GuestRam ram, long address, int bytes, boolean linked) {
    MemorySegment table = ram.slice(address, bytes);
    List<Segment> segments = new ArrayList<>();
    int entry = 0;
    while (entry < bytes / 16) {
      long at = 16L * entry;
      long where = table.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      int length = table.get(ValueLayout.JAVA_INT_UNALIGNED, at + 8);
      int flags = table.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + (linked ? 12 : 14));
      segments.add(new Segment(where, length, (flags & 2) != 0));
      if (!linked) {
        entry++;
      } else if ((flags & 1) != 0) {
        entry = table.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 14);
      } else {
        break;
      }
    }
    return segments;
  }
}
