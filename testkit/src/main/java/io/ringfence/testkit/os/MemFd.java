package io.ringfence.testkit.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A file in memory that can be sent to another process: guest memory, or a dirty log. */
public final class MemFd implements AutoCloseable {
  public static final long PAGE = 4096;

  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;
  private static final int F_ADD_SEALS = 1033;
  private static final int F_SEAL_SHRINK = 2;
  private static final int PROT_NONE = 0;
  private static final int PROT_READ_WRITE = 3;
  private static final int MAP_SHARED = 1;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;

  private final int fd;
  private boolean open = true;

  /** Creates a zeroed file of {@code bytes}. */
  public MemFd(String name, long bytes) {
    fd = LinuxCalls.memfdCreate(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    LinuxCalls.ftruncate(fd, bytes);
  }

  public int fd() {
    return fd;
  }

  /** Changes the length. Access to a mapping of the lost part raises SIGBUS, in any process. */
  public void truncate(long bytes) {
    LinuxCalls.ftruncate(fd, bytes);
  }

  /** Seals the file against shrinking, as QEMU's memory-backend-memfd does by default. */
  public void sealShrink() {
    LinuxCalls.fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK);
  }

  /**
   * Maps {@code bytes} from {@code offset} (a multiple of 4096), shared, until {@code arena}
   * closes.
   */
  public MemorySegment map(long offset, long bytes, Arena arena) {
    return map(fd, offset, bytes, arena);
  }

  /** Maps as {@link #map(long, long, Arena)} does, for a descriptor of other origin. */
  public static MemorySegment map(int fd, long offset, long bytes, Arena arena) {
    return segment(
        LinuxCalls.mmap(0, bytes, PROT_READ_WRITE, MAP_SHARED, fd, offset), bytes, arena);
  }

  /** Maps as {@link #map} does, over a range that was {@link #reserve reserved}. */
  public void mapOver(MemorySegment reserved, long offset) {
    LinuxCalls.mmap(
        reserved.address(),
        reserved.byteSize(),
        PROT_READ_WRITE,
        MAP_SHARED | MAP_FIXED,
        fd,
        offset);
  }

  /** Reserves a range of addresses without backing memory. */
  public static MemorySegment reserve(long bytes, Arena arena) {
    int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    return segment(LinuxCalls.mmap(0, bytes, PROT_NONE, flags, -1, 0), bytes, arena);
  }

  private static MemorySegment segment(long at, long bytes, Arena arena) {
    return MemorySegment.ofAddress(at)
        .reinterpret(bytes, arena, gone -> LinuxCalls.munmap(gone.address(), bytes));
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      LinuxCalls.close(fd);
    }
  }
}
