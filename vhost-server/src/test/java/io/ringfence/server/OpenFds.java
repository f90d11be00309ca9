package io.ringfence.server;

import io.ringfence.server.os.Kernel;
import io.ringfence.testkit.Await;
import java.util.stream.Stream;

/**
 * The descriptors of this process, which is daemon and front-end at once: memfds, pipes, eventfds.
 * Jars that are opened when a class is first needed do not count; nor do sockets, of which a
 * listener keeps one in hand, but for a level over many connections.
 */
final class OpenFds {
  private final long before = count();

  private static long count() {
    return Stream.of("memfd:", "pipe:", "anon_inode:").mapToLong(Kernel::openFds).sum();
  }

  /** Sockets that are open. */
  static long sockets() {
    return Kernel.openFds("socket:");
  }

  /** Waits until there are as many as when this was made. */
  void assertLevel() {
    Await.until(
        before + " open file descriptors",
        10_000,
        () -> count() <= before,
        () -> count() + " open");
  }
}
