package io.ringfence.testkit.memory;

import io.ringfence.testkit.os.MemFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/**
 * The log of pages that a back-end wrote, one bit per 4096 bytes of guest addresses
 * (vhost-user.rst, "Migration").
 */
public final class DirtyLogFile implements AutoCloseable {
  private static final long PAGE = 4096;

  private final MemFd file;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment bits;
  private final long bytes;
  private final long offset;

  /**
   * Creates a log for guest addresses below {@code guestBytes}, at {@code offset} of its file: a
   * multiple of 4096.
   */
  public DirtyLogFile(long guestBytes, long offset) {
    this.bytes = (guestBytes + 8 * PAGE - 1) / (8 * PAGE);
    this.offset = offset;
    file = new MemFd("dirty-log", offset + bytes);
    bits = file.map(offset, bytes, arena);
  }

  public int fd() {
    return file.fd();
  }

  /** Returns the file, which tests may truncate. */
  public MemFd file() {
    return file;
  }

  public long bytes() {
    return bytes;
  }

  public long offset() {
    return offset;
  }

  public boolean dirty(long guestAddress) {
    long page = guestAddress / PAGE;
    return (bits.get(ValueLayout.JAVA_BYTE, page / 8) >> page % 8 & 1) != 0;
  }

  /** Returns the numbers of the pages written since the log was new or {@link #clear cleared}. */
  public BitSet pages() {
    return BitSet.valueOf(bits.toArray(ValueLayout.JAVA_BYTE));
  }

  /** Clears all bits. Call it only while the back-end does not log. */
  public void clear() {
    bits.fill((byte) 0);
  }

  @Override
  public void close() {
    arena.close();
    file.close();
  }
}
