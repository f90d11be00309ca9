package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;
import static io.ringfence.server.os.Libc.POINTER;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/** A short path to a folder, which this process alone can use: {@code /proc/self/fd/N}. */
public final class FolderAlias implements AutoCloseable {
  private static final MethodHandle OPEN = Libc.variadic("open", 2, INT, POINTER, INT);

  private static final int O_CLOEXEC = 0x80000;
  private static final int O_PATH = 0x200000;

  private final Fd fd;

  /**
   * An alias of a folder.
   *
   * @throws OsException where there is nothing
   */
  public FolderAlias(Path folder) {
    fd = open(folder);
  }

  /** The path of a file in the folder. */
  public Path resolve(String name) {
    return Path.of("/proc/self/fd", Integer.toString(fd.number()), name);
  }

  private static Fd open(Path folder) {
    MemorySegment errno = Libc.errnoBuffer();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment path = arena.allocateFrom(folder.toString());
      int flags = O_PATH | O_CLOEXEC;
      long number = Libc.result((int) OPEN.invokeExact(errno, path, flags), errno);
      return Fd.adopt((int) OsException.check(number, "open", folder));
    } catch (Throwable thrown) {
      throw Libc.unexpected(thrown);
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
