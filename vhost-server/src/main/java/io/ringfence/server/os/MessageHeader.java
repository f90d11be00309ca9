package io.ringfence.server.os;

import static io.ringfence.server.os.Libc.INT;
import static io.ringfence.server.os.Libc.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * {@code struct msghdr} with one I/O vector and a control buffer, in the layout of 64-bit Linux,
 * and the iteration over received control messages.
 *
 * <pre>
 *   msghdr     0 name  8 namelen  16 iov  24 iovlen  32 control  40 controllen  48 flags   (56)
 *   iovec      0 base  8 len                                                               (16)
 *   cmsghdr    0 len (header and data)  8 level  12 type  16 data, padded to 8
 * </pre>
 */
final class MessageHeader {
  /** Most file descriptors of one message (SCM_MAX_FD). */
  static final int MAX_FDS = 253;

  private static final int MSGHDR_BYTES = 56;
  private static final int IOVEC_BYTES = 16;
  private static final int CMSGHDR_BYTES = 16;
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_CTRUNC = 0x8;

  private final MemorySegment header;
  private final MemorySegment iovec;
  private final MemorySegment control;
  private final long controlBytes;

  /**
   * @param fds most file descriptors to receive
   */
  MessageHeader(Arena arena, int fds) {
    header = arena.allocate(MSGHDR_BYTES, 8);
    iovec = arena.allocate(IOVEC_BYTES, 8);
    controlBytes = CMSGHDR_BYTES + 4L * fds;
    control = arena.allocate(padded(controlBytes), 8);
    header.set(LONG, 16, iovec.address());
    header.set(LONG, 24, 1);
    header.set(LONG, 32, control.address());
  }

  /** Prepares one call that fills {@code buffer}. */
  MemorySegment prepare(MemorySegment buffer) {
    iovec.set(LONG, 0, buffer.address());
    iovec.set(LONG, 8, buffer.byteSize());
    header.set(LONG, 40, controlBytes);
    header.set(INT, 48, 0);
    return header;
  }

  /** Prepares one call that sends {@code buffer}, with descriptors at its first byte. */
  MemorySegment prepare(MemorySegment buffer, List<Fd> fds) {
    prepare(buffer);
    long length = CMSGHDR_BYTES + 4L * fds.size();
    header.set(LONG, 40, fds.isEmpty() ? 0 : length);
    control.set(LONG, 0, length);
    control.set(INT, 8, SOL_SOCKET);
    control.set(INT, 12, SCM_RIGHTS);
    for (int i = 0; i < fds.size(); i++) {
      control.set(INT, CMSGHDR_BYTES + 4L * i, fds.get(i).number());
    }
    return header;
  }

  /** Returns whether control data did not fit, or the kernel could not install a descriptor. */
  boolean truncated() {
    return (header.get(INT, 48) & MSG_CTRUNC) != 0;
  }

  /** Takes over every descriptor of the last call, also of a truncated message. */
  void collectFds(List<Fd> into) {
    long end = header.get(LONG, 40);
    for (long at = 0; at + CMSGHDR_BYTES <= end; ) {
      long length = control.get(LONG, at);
      if (length < CMSGHDR_BYTES || length > end - at) {
        return;
      }
      if (control.get(INT, at + 8) == SOL_SOCKET && control.get(INT, at + 12) == SCM_RIGHTS) {
        for (long fd = at + CMSGHDR_BYTES; fd + 4 <= at + length; fd += 4) {
          into.add(Fd.adopt(control.get(ValueLayout.JAVA_INT, fd)));
        }
      }
      at += padded(length);
    }
  }

  private static long padded(long bytes) {
    return bytes + 7 & -8;
  }
}
