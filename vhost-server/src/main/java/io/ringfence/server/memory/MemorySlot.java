package io.ringfence.server.memory;

import io.ringfence.protocol.MemoryRegion;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.FileRange;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.request.FdTable;

/**
 * A region of the front-end's memory table and its file, which this owns. Equal only to itself.
 *
 * <p>QEMU with several queue pairs adds and removes each region once a pair: a region stays until
 * it was removed as often as it was added.
 */
final class MemorySlot implements AutoCloseable {
  private final MemoryRegion region;
  private final Fd file;
  private int claims;
  private long reserved; // of the budget; 0 before it was asked

  MemorySlot(MemoryRegion region, Fd file) {
    this(region, file, 1);
  }

  /** A region that was added so many times. */
  MemorySlot(MemoryRegion region, Fd file, int claims) {
    this.region = region;
    this.file = file;
    this.claims = claims;
  }

  /** Writes it down for another process. */
  RegionRecord record(FdTable fds) {
    return RegionRecord.of(region, claims, fds.put(file));
  }

  /** Takes note that the region was added once more. */
  void claim() {
    claims++;
  }

  /** Takes note that it was removed, unless that is the last time: then its table leaves it out. */
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
   * Takes its part of what all front-ends may map together, until it is closed.
   *
   * @throws PeerException where there is not enough left, or the file does not hold it
   */
  void reserve() throws PeerException {
    FileRange range = range();
    long bytes = range.size() + 2 * range.alignment(); // what lies around it in whole pages
    MemoryBudget.take(bytes);
    reserved = bytes;
  }

  /** The guest address after the last. */
  long end() {
    return region.gpa() + region.size();
  }

  /** The part of the file, checked against the file's length as it is now. */
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
