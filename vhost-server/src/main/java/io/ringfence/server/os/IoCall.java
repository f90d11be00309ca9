package io.ringfence.server.os;

import static io.ringfence.server.os.IoCall.Verdict.BUG;
import static io.ringfence.server.os.IoCall.Verdict.GONE;
import static io.ringfence.server.os.IoCall.Verdict.MEMORY_LOST;
import static io.ringfence.server.os.IoCall.Verdict.NOTHING_NOW;

import java.util.Arrays;

/**
 * The calls that a worker makes on descriptors, and what each errno of each call means. A row
 * states the verdict on every errno that the row does not name, then the exceptions.
 *
 * <p>A descriptor of a front-end defaults to {@link Verdict#GONE}: no front-end may end the daemon.
 * A descriptor of our own defaults to {@link Verdict#BUG}.
 */
public enum IoCall {
  /** EIO: the interface is down. EINVAL, ENOMEM: one frame could not be read, and is lost. */
  TAP_READ(
      "readv",
      BUG,
      nothing(Errno.EAGAIN, Errno.EINTR, Errno.EIO, Errno.EINVAL, Errno.ENOMEM, Errno.ENOBUFS),
      gone(Errno.EBADFD, Errno.ENODEV, Errno.ENXIO, Errno.ENOLINK),
      memory(Errno.EFAULT)),
  /** One frame is lost whatever the errno says, for the frame is the driver's. */
  TAP_WRITE(
      "writev",
      NOTHING_NOW,
      gone(Errno.EBADFD, Errno.ENODEV, Errno.ENXIO, Errno.ENOLINK),
      memory(Errno.EFAULT),
      bug(Errno.EBADF)),
  /** Header size, offloads, queues. ENOLINK: a macvtap without its interface. */
  TAP_SETTING("ioctl", BUG, gone(Errno.EBADFD, Errno.ENODEV, Errno.ENXIO, Errno.ENOLINK)),
  /** The interface is missing, busy, of another kind or not allowed: all of it can change. */
  TAP_ATTACH("ioctl TUNSETIFF", GONE, bug(Errno.EBADF, Errno.EFAULT, Errno.ENOTTY)),
  /** EAGAIN, EBUSY, ENOMEM: the kernel took fewer writes than it was given. */
  RING_ENTER(
      "io_uring_enter",
      BUG,
      nothing(Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM, Errno.ENOBUFS)),
  EPOLL_WAIT("epoll_wait", BUG, nothing(Errno.EINTR)),
  /** Kick descriptors, and wake-ups of our own, whose owner takes GONE for a bug. */
  EVENT_READ("drain", GONE, nothing(Errno.EAGAIN, Errno.EINTR)),
  /** EAGAIN: the reader has a wake-up before it. EINTR: nothing was written, and it is repeated. */
  EVENT_WRITE("signal", GONE, nothing(Errno.EAGAIN, Errno.EINTR));

  /** What follows from an errno. */
  public enum Verdict {
    /** Nothing was moved, or one frame was lost; the next call may succeed. */
    NOTHING_NOW,
    /** No call succeeds until the descriptor is attached again or replaced: stop waiting on it. */
    GONE,
    /** The memory that a front-end shares is gone. */
    MEMORY_LOST,
    /** It cannot happen: the process ends. */
    BUG
  }

  private static final int ERRNOS = 134; // Linux has 1 to 133

  private final String call;
  private final Verdict otherwise;
  private final Verdict[] verdicts = new Verdict[ERRNOS];

  IoCall(String call, Verdict otherwise, Row... rows) {
    this.call = call;
    this.otherwise = otherwise;
    Arrays.fill(verdicts, otherwise);
    for (Row row : rows) {
      for (int errno : row.errnos) {
        verdicts[errno] = row.verdict;
      }
    }
  }

  /**
   * Looks a failure up.
   *
   * @param result minus an errno, as {@link LibcFunction} returns it
   */
  public Verdict verdict(long result) {
    return result < 0 && result > -ERRNOS ? verdicts[(int) -result] : otherwise;
  }

  /** The failure as an exception. */
  public OsException error(long result, Object descriptor) {
    return new OsException(call + " " + descriptor, (int) -result);
  }

  private record Row(Verdict verdict, int... errnos) {}

  private static Row nothing(int... errnos) {
    return new Row(NOTHING_NOW, errnos);
  }

  private static Row gone(int... errnos) {
    return new Row(GONE, errnos);
  }

  private static Row memory(int... errnos) {
    return new Row(MEMORY_LOST, errnos);
  }

  private static Row bug(int... errnos) {
    return new Row(BUG, errnos);
  }
}
