package io.ringfence.server.hostile;

import io.ringfence.server.os.Kernel;
import io.ringfence.testkit.os.Fds;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Descriptors of every kind, few of which are what a message wants. */
public final class OddFds implements AutoCloseable {
  private static final int O_RDONLY = 0;
  private static final int O_RDWR = 2;
  private static final int O_DIRECTORY = 0x10000;
  private static final int O_PATH = 0x200000;
  private static final int F_ADD_SEALS = 1033;
  private static final int F_SEAL_WRITE = 8;
  private static final int EPOLL_FLAGS = 0;

  private final List<Integer> fds = new ArrayList<>();

  public OddFds() {
    add(open("/", O_RDONLY | O_DIRECTORY));
    add(open("/proc/self/ns", O_PATH));
    add(open("/dev/null", O_RDONLY));
    add(open("/dev/null", O_RDWR));
    add(open("/dev/zero", O_RDWR));
    add(open("/proc/self/status", O_RDONLY));
    add(call("epoll_create1", EPOLL_FLAGS));
    add(call("eventfd", 0, 0));
    add(call("eventfd", Integer.MAX_VALUE, 1)); // a semaphore
    add(call("socket", 1, 1, 0));
    pipe();
    memory();
  }

  private void pipe() {
    for (var end : Kernel.pipe()) {
      add(end.release());
    }
  }

  /** Empty; of a page; not to be written; and one that a front-end has closed but for this. */
  private void memory() {
    add(Kernel.memfd("empty", 0).release());
    add(Kernel.memfd("page", 4096).release());
    int sealed = Kernel.memfd("sealed", 4096).release();
    call("fcntl", sealed, F_ADD_SEALS, F_SEAL_WRITE);
    add(sealed);
    int large = Kernel.memfd("large", 1L << 30).release();
    add(call("dup", large));
    Fds.close(large);
  }

  private void add(int fd) {
    fds.add(fd);
  }

  private static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      return (int) Kernel.call("open", arena.allocateFrom(path), flags);
    }
  }

  private static int call(String function, Object... arguments) {
    return (int) Kernel.call(function, arguments);
  }

  /** So many of them, drawn at random. */
  public int[] draw(Random random, int count) {
    return random.ints(count, 0, fds.size()).map(fds::get).toArray();
  }

  @Override
  public void close() {
    fds.forEach(Fds::close);
  }
}
