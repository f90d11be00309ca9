package io.ringfence.server.uplink.tap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringfence.server.os.Namespace;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What comes of each errno at each call that a worker makes on a descriptor. A "bug" ends the
 * process; after every other outcome the probe has seen the port go on.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TapFaultTest {
  private static final String GONE = "gone: EBADFD ENODEV ENOLINK ENXIO";

  private static final List<String> TAP =
      List.of(
          "readv: bug: all others",
          "readv: " + GONE,
          "readv: nothing now, 0: EAGAIN EINTR EINVAL EIO ENOBUFS ENOMEM",
          "readv: ring broken: EFAULT",
          "writev: bug: EBADF",
          "writev: " + GONE,
          "writev: nothing now, lost: all others",
          "writev: ring broken: EFAULT",
          "TUNSETVNETHDRSZ: bug: all others",
          "TUNSETVNETHDRSZ: " + GONE,
          "TUNSETOFFLOAD: bug: all others",
          "TUNSETOFFLOAD: " + GONE,
          "TUNSETQUEUE: bug: all others",
          "TUNSETQUEUE: gone: EBADFD EINVAL ENODEV ENOLINK ENXIO");

  /** EOPNOTSUPP: this kernel cannot do it, and each frame is written by a call of its own. */
  private static final List<String> IO_URING =
      List.of(
          "completion: bug: EBADF",
          "completion: " + GONE,
          "completion: nothing now, lost: all others",
          "completion: nothing now, not lost: EOPNOTSUPP",
          "completion: ring broken: EFAULT",
          "io_uring_enter: bug: all others",
          "io_uring_enter: nothing now, lost: EAGAIN EBUSY ENOBUFS ENOMEM",
          "io_uring_enter: nothing now, not lost: EINTR");

  private static final List<String> ATTACH =
      List.of("TUNSETIFF: bug: EBADF EFAULT ENOTTY", "TUNSETIFF: waits, goes on: all others");

  /** "thrown": a front-end's descriptor is not used any more, and one of our own is a bug. */
  private static final List<String> EVENTS =
      List.of(
          "eventfd read: NOTHING: EAGAIN EINTR EOPNOTSUPP",
          "eventfd read: thrown: all others",
          "pipe read: NOTHING: EAGAIN EINTR EOPNOTSUPP",
          "pipe read: thrown: all others",
          "eventfd write: done: EAGAIN EINTR",
          "eventfd write: thrown: all others",
          "pipe write: done: EAGAIN EINTR",
          "pipe write: thrown: all others",
          "epoll_wait: 0: EINTR",
          "epoll_wait: thrown: all others");

  @Test
  void eachErrnoOfEachCallHasOneOutcome() throws Exception {
    List<String> namespace = Namespace.way();
    assumeTrue(!namespace.isEmpty(), "no TAP to be had; TapTest shows what is told then");
    Namespace.Result result = Namespace.run(namespace, TapFaultProbe.class);
    assertThat(result.output().lines().filter(line -> !line.matches("\\d{4}-.*")))
        .as(result.output())
        .containsExactlyElementsOf(expected(result.output().contains("completion: ")));
    assertThat(result.status()).isZero();
  }

  private static List<String> expected(boolean hasIoUring) {
    return Stream.of(TAP, hasIoUring ? IO_URING : List.<String>of(), ATTACH, EVENTS)
        .flatMap(List::stream)
        .toList();
  }
}
