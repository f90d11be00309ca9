package io.ringfence.server.os;

import java.lang.foreign.ValueLayout;

/** Constants of the C library and the kernel that several calls share. */
final class Libc {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** Flag of a read or write: do not wait, whatever the open file's own flags are. */
  static final int RWF_NOWAIT = 8;

  /** Bytes per page: 4096, and up to 65536 on aarch64. */
  static final int PAGE_BYTES = (int) LibcFunction.ofInt("getpagesize").call();

  private Libc() {}
}
