package io.ringfence.testkit.memory;

import io.ringfence.testkit.os.MemFd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One region of guest memory, as a line of the vhost-user memory table describes it.
 *
 * @param guestAddress guest physical address of its first byte
 * @param bytes its size
 * @param userAddress the front-end's claimed mapping address; chosen, not the real one
 * @param mmapOffset offset of its start in the file
 * @param file the file behind it, or null for memory that cannot be sent
 * @param segment the driver's own mapping of it, exactly {@code bytes} long
 */
public record GuestRegion(
    long guestAddress,
    long bytes,
    long userAddress,
    long mmapOffset,
    MemFd file,
    MemorySegment segment) {

  /** Returns the descriptor to send with this region. */
  public int fd() {
    if (file == null) {
      throw new IllegalStateException(this + ": anonymous memory has no file to send");
    }
    return file.fd();
  }

  /**
   * Maps the region a second time at another address, as a back-end does, until {@code arena}
   * closes.
   */
  public MemorySegment mapAgain(Arena arena) {
    return file == null ? segment : file.map(mmapOffset, bytes, arena);
  }

  @Override
  public String toString() {
    return "[0x%x, 0x%x)".formatted(guestAddress, guestAddress + bytes);
  }
}
