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
 * The device's side of a virtqueue, the shortest way the specification can be met: no speed, no
 * protection.
 */
public interface TestDevice {
  /** A piece of a buffer. */
  record Piece(long address, int length, boolean writable) {}

  /**
   * A buffer the driver made available.
   *
   * @param id head or buffer id
   * @param slots ring descriptors that it takes in a packed ring
   */
  record Buffer(int id, int slots, List<Piece> pieces) {
    /** Returns the bytes of its readable pieces. */
    public byte[] readable(GuestRam ram) {
      byte[] all = new byte[pieces.stream().mapToInt(p -> p.writable() ? 0 : p.length()).sum()];
      int at = 0;
      for (Piece p : pieces) {
        if (!p.writable()) {
          ram.copyOut(p.address(), MemorySegment.ofArray(all), at, p.length());
          at += p.length();
        }
      }
      return all;
    }

    /** Returns the sum of its writable pieces. */
    public int writableBytes() {
      return pieces.stream().mapToInt(p -> p.writable() ? p.length() : 0).sum();
    }

    /** Writes as many of the bytes as fit; how many. */
    public int write(GuestRam ram, byte[] bytes) {
      int at = 0;
      for (Piece p : pieces) {
        int here = p.writable() ? Math.min(p.length(), bytes.length - at) : 0;
        ram.copyIn(p.address(), MemorySegment.ofArray(bytes), at, here);
        at += here;
      }
      return at;
    }
  }

  /** The next available buffer, or null. */
  Buffer take();

  /** Writes a used element for a buffer, not yet to be seen by the driver. */
  void use(Buffer buffer, int length);

  /** In-order devices: one used element, for the last buffer, stands for all of them. */
  void useBatch(List<Buffer> buffers, int lastLength);

  /** Lets the driver see what was used. */
  void publish();

  /** Whether the driver wants a call for what was published since the last time this was asked. */
  boolean callNeeded();

  void disableKicks();

  /** Asks for a kick for the next buffer; true if there already is one. */
  boolean enableKicks();

  static TestDevice of(GuestRam ram, DriverQueue queue) {
    return switch (queue) {
      case SplitDriver split -> new SplitTestDevice(ram, split);
      case PackedDriver packed -> new PackedTestDevice(ram, packed);
    };
  }

  /** The entries of an indirect table. */
  static List<Piece> table(GuestRam ram, long address, int bytes, boolean linked) {
    MemorySegment table = ram.slice(address, bytes);
    List<Piece> pieces = new ArrayList<>();
    int entry = 0;
    while (entry < bytes / 16) {
      long at = 16L * entry;
      long where = table.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      int length = table.get(ValueLayout.JAVA_INT_UNALIGNED, at + 8);
      int flags = table.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + (linked ? 12 : 14));
      pieces.add(new Piece(where, length, (flags & 2) != 0));
      if (!linked) {
        entry++;
      } else if ((flags & 1) != 0) {
        entry = table.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + 14);
      } else {
        break;
      }
    }
    return pieces;
  }
}
