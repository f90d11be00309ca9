package io.ringfence.server.memory;

import io.ringfence.protocol.MemoryRegion;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.FileRange;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.request.FdTable;

/**
 * A region of the front-end's memory table and its file, which this owns. Equal only to itself.
 *
 * <p>QEMU with several queue pairs adds and removes each region once per pair. A region thus stays
 * until it was removed as often as it was added.
 */
final class MemorySlot implements AutoCloseable {
  private final MemoryRegion region;
  private final Fd file;
  private int claims;
  private long reserved; // of the budget; 0 before the reservation

  MemorySlot(MemoryRegion region, Fd file) {
    this(region, file, 1);
  }

  /** Creates a region that was added {@code claims} times. */
  MemorySlot(MemoryRegion region, Fd file, int claims) {
    this.region = region;
    this.file = file;
    this.claims = claims;
  }

  /** Records the region for another process. */
  RegionRecord record(FdTable fds) {
    return RegionRecord.of(region, claims, fds.put(file));
  }

  /** Counts one more addition of the region. */
  void claim() {
    claims++;
  }

  /** Counts a removal. Returns false for the last one: then its table drops the region. */
  boolean release() {
    if (claims == 1) {
      return false;
    }
    claims--;
    return true;
  }

  MemoryRegion region() {
    return region;
  }

  /**
   * Takes the region's share of the budget, until it is closed.
   *
   * @throws PeerException if the rest is too small, or the file is too short
   */
  void reserve() throws PeerException {
    FileRange range = range();
    long bytes = range.size() + 2 * range.alignment(); // the rest of its first and last page
    MemoryBudget.take(bytes);
    reserved = bytes;
  }

  /** Returns the guest address after the last. */
  long end() {
    return region.gpa() + region.size();
  }

  /** Returns the part of the file, checked against the file's present length. */
  FileRange range() throws PeerException {
    return FileRange.of(file, region.mmapOffset(), region.size());
  }

  @Override
  public void close() {
    if (reserved != 0) {
      MemoryBudget.giveBack(reserved);
      reserved = 0;
    }
    file.close();
  }
}
