package io.ringfence.server.session;

import io.ringfence.protocol.MemoryRegion;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.FileRange;
import io.ringfence.server.os.PeerException;

/** A region of the front-end's memory table and its file, which this owns. Equal only to itself. */
final class MemorySlot implements AutoCloseable {
  private final MemoryRegion region;
  private final Fd file;

  MemorySlot(MemoryRegion region, Fd file) {
    this.region = region;
    this.file = file;
  }

  MemoryRegion region() {
    return region;
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
    file.close();
  }
}
