package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/** A short path to a folder, valid in this process alone: {@code /proc/self/fd/N}. */
public final class FolderAlias implements AutoCloseable {
  private static final LibcFunction OPEN = LibcFunction.ofInt("open");

  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;

  private final Fd fd;

  /**
   * Creates an alias of a folder.
   *
   * @throws OsException if the folder does not exist
   */
  public FolderAlias(Path folder) {
    fd = open(folder);
  }

  /** Returns the path of a file in the folder. */
  public Path resolve(String name) {
    return Path.of("/proc/self/fd", Integer.toString(fd.number()), name);
  }

  private static Fd open(Path folder) {
    try (Arena arena = Arena.ofConfined()) {
      long number = OPEN.call(arena.allocateFrom(folder.toString()).address(), O_PATH | O_CLOEXEC);
      return Fd.adopt((int) OsException.check(number, "open", folder));
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
