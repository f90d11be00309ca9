package io.ringfence.server.os;

import java.lang.foreign.ValueLayout;

/** What is the same for all that is asked of the C library and the kernel. */
final class Libc {
  static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

  /** Of a read or write with flags: not to wait, whatever the open file's own flags are. */
  static final int RWF_NOWAIT = 8;

  /** Bytes of a page: 4096, and up to 65536 on aarch64. */
  static final int PAGE_BYTES = (int) LibcFunction.ofInt("getpagesize").call();

  private Libc() {}
}
