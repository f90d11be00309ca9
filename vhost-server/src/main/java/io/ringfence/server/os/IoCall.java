package io.ringfence.server.os;

import static io.ringfence.server.os.IoCall.Verdict.BUG;
import static io.ringfence.server.os.IoCall.Verdict.GONE;
import static io.ringfence.server.os.IoCall.Verdict.MEMORY_LOST;
import static io.ringfence.server.os.IoCall.Verdict.NOTHING_NOW;

import java.util.Arrays;

/**
 * The system calls of a worker on descriptors, and the meaning of each errno per call. A row has
 * the verdict for every errno that it does not list, then the exceptions.
 *
 * <p>A descriptor of a front-end defaults to {@link Verdict#GONE}: no front-end may end the daemon.
 * The daemon's own descriptors default to {@link Verdict#BUG}.
 */
public enum IoCall {
  /** EIO: the interface is down. EINVAL, ENOMEM: one frame could not be read, and is lost. */
  TAP_READ(
      "readv",
      BUG,
      nothing(Errno.EAGAIN, Errno.EINTR, Errno.EIO, Errno.EINVAL, Errno.ENOMEM, Errno.ENOBUFS),
      gone(Errno.EBADFD, Errno.ENODEV, Errno.ENXIO, Errno.ENOLINK),
      memory(Errno.EFAULT)),
  /** One frame is lost for any errno, since the frame is the driver's. */
  TAP_WRITE(
      "writev",
      NOTHING_NOW,
      gone(Errno.EBADFD, Errno.ENODEV, Errno.ENXIO, Errno.ENOLINK),
      memory(Errno.EFAULT),
      bug(Errno.EBADF)),
  /** Header size, offloads, queues. ENOLINK: a macvtap without its interface. */
  TAP_SETTING("ioctl", BUG, gone(Errno.EBADFD, Errno.ENODEV, Errno.ENXIO, Errno.ENOLINK)),
  /** The interface is missing, busy, of another kind or not permitted: all of it can change. */
  TAP_ATTACH("ioctl TUNSETIFF", GONE, bug(Errno.EBADF, Errno.EFAULT, Errno.ENOTTY)),
  /** EAGAIN, EBUSY, ENOMEM: the kernel took fewer writes than it was given. */
  RING_ENTER(
      "io_uring_enter",
      BUG,
      nothing(Errno.EINTR, Errno.EAGAIN, Errno.EBUSY, Errno.ENOMEM, Errno.ENOBUFS)),
  EPOLL_WAIT("epoll_wait", BUG, nothing(Errno.EINTR)),
  /** Kick descriptors, and the daemon's own wake-ups, whose owner treats GONE as a bug. */
  EVENT_READ("drain", GONE, nothing(Errno.EAGAIN, Errno.EINTR)),
  /**
   * EAGAIN: the reader has a pending wake-up. EINTR: nothing was written, and the write is
   * repeated.
   */
  EVENT_WRITE("signal", GONE, nothing(Errno.EAGAIN, Errno.EINTR));

  /** The consequence of an errno. */
  public enum Verdict {
    /** Nothing was moved, or one frame was lost. The next call may succeed. */
    NOTHING_NOW,
    /** No call succeeds until the descriptor is attached again or replaced. Stop waiting on it. */
    GONE,
    /** The memory shared by a front-end is gone. */
    MEMORY_LOST,
    /** It cannot happen. The process ends. */
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
   * Returns the verdict on a failure.
   *
   * @param result minus an errno, as {@link LibcFunction} returns it
   */
  public Verdict verdict(long result) {
    return result < 0 && result > -ERRNOS ? verdicts[(int) -result] : otherwise;
  }

  /** Returns the failure as an exception. */
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
