package io.ringfence.server.os;

import java.util.Map;

/** Error numbers of Linux on x86-64 and aarch64 (the generic table). */
public final class Errno {
  public static final int EPERM = 1;
  public static final int ENOENT = 2;
  public static final int EINTR = 4;
  public static final int EIO = 5;
  public static final int ENXIO = 6;
  public static final int E2BIG = 7;
  public static final int EBADF = 9;
  public static final int EAGAIN = 11;
  public static final int ENOMEM = 12;
  public static final int EACCES = 13;
  public static final int EFAULT = 14;
  public static final int EBUSY = 16;
  public static final int EEXIST = 17;
  public static final int ENODEV = 19;
  public static final int EINVAL = 22;
  public static final int ENFILE = 23;
  public static final int EMFILE = 24;
  public static final int ENOTTY = 25;
  public static final int ENOSPC = 28;
  public static final int EPIPE = 32;
  public static final int ENOSYS = 38;
  public static final int ENOLINK = 67;
  public static final int EBADFD = 77;
  public static final int ENOTSOCK = 88;
  public static final int EOPNOTSUPP = 95;
  public static final int ENOBUFS = 105;
  public static final int ECONNRESET = 104;
  public static final int ENOTCONN = 107;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(EPERM, "EPERM (not permitted)"),
          Map.entry(ENOENT, "ENOENT (does not exist)"),
          Map.entry(EINTR, "EINTR (interrupted)"),
          Map.entry(EIO, "EIO (input/output error)"),
          Map.entry(ENXIO, "ENXIO (no such device)"),
          Map.entry(E2BIG, "E2BIG (too many)"),
          Map.entry(EBADF, "EBADF (not an open file descriptor for this)"),
          Map.entry(EAGAIN, "EAGAIN (would block)"),
          Map.entry(ENOMEM, "ENOMEM (out of memory)"),
          Map.entry(EACCES, "EACCES (permission denied)"),
          Map.entry(EFAULT, "EFAULT (bad address)"),
          Map.entry(EBUSY, "EBUSY (in use)"),
          Map.entry(EEXIST, "EEXIST (exists already)"),
          Map.entry(ENODEV, "ENODEV (no such device)"),
          Map.entry(EINVAL, "EINVAL (argument not allowed)"),
          Map.entry(ENFILE, "ENFILE (too many open files in the system)"),
          Map.entry(EMFILE, "EMFILE (too many open files in this process)"),
          Map.entry(ENOTTY, "ENOTTY (wrong kind of device)"),
          Map.entry(ENOSPC, "ENOSPC (no space left)"),
          Map.entry(EPIPE, "EPIPE (the other end is closed)"),
          Map.entry(ENOSYS, "ENOSYS (this kernel has no such call)"),
          Map.entry(ENOLINK, "ENOLINK (link is gone)"),
          Map.entry(EBADFD, "EBADFD (file descriptor not attached)"),
          Map.entry(ENOTSOCK, "ENOTSOCK (not a socket)"),
          Map.entry(EOPNOTSUPP, "EOPNOTSUPP (not supported)"),
          Map.entry(ENOBUFS, "ENOBUFS (no buffer space)"),
          Map.entry(ECONNRESET, "ECONNRESET (connection reset)"),
          Map.entry(ENOTCONN, "ENOTCONN (not connected)"));

  private Errno() {}

  /** Returns name and meaning, or the number. */
  public static String name(int errno) {
    return NAMES.getOrDefault(errno, "errno " + errno);
  }
}
