package io.ringfence.server.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/**
 * One queue of a TAP interface: one frame per read or write, each behind a virtio-net header,
 * without packet information, non-blocking. A multi-queue interface is opened once per queue, by
 * the same name.
 */
public final class Tap implements AutoCloseable {
  /** Offloads that the reader accepts, for {@link #setOffloads} (TUN_F_*). */
  public static final int OFFLOAD_CSUM = 0x01;

  public static final int OFFLOAD_TSO4 = 0x02;
  public static final int OFFLOAD_TSO6 = 0x04;
  public static final int OFFLOAD_TSO_ECN = 0x08;
  public static final int OFFLOAD_UFO = 0x10;
  public static final int OFFLOAD_USO4 = 0x20;
  public static final int OFFLOAD_USO6 = 0x40;

  /** Vectors that one {@link #readv} or {@link #writev} takes (UIO_MAXIOV). */
  public static final int MAX_VECTORS = 1024;

  /** Bytes of a TAP's virtio-net header until {@link #setVnetHeaderBytes}. */
  public static final int FIRST_HEADER_BYTES = 10;

  private static final LibcFunction IOCTL = LibcFunction.ofInt("ioctl");
  private static final LibcFunction OPEN = LibcFunction.ofInt("open");
  private static final LibcFunction READV = LibcFunction.ofLong("readv");
  private static final LibcFunction WRITEV = LibcFunction.ofLong("writev");

  private static final String DEVICE = "/dev/net/tun";
  private static final int O_RDWR_CLOEXEC_NONBLOCK = 0x2 | 0x80000 | 0x800;

  private static final long TUNSETIFF = 0x400454caL;
  private static final long TUNSETOFFLOAD = 0x400454d0L;
  private static final long TUNGETIFF = 0x800454d2L;
  private static final long TUNSETVNETHDRSZ = 0x400454d8L;
  private static final long TUNSETQUEUE = 0x400454d9L;
  private static final long TUNSETIFINDEX = 0x400454daL;

  private static final int IFREQ_BYTES = 40;
  private static final int IFREQ_FLAGS = 16;
  private static final int MAX_NAME_BYTES = 15;
  private static final int IFF_TAP = 0x0002;
  private static final int IFF_NO_PI = 0x1000;
  private static final int IFF_VNET_HDR = 0x4000;
  private static final int IFF_MULTI_QUEUE = 0x0100;
  private static final int IFF_ATTACH_QUEUE = 0x0200;
  private static final int IFF_DETACH_QUEUE = 0x0400;
  private static final int NEEDED = IFF_TAP | IFF_NO_PI | IFF_VNET_HDR;

  /** Index of the loopback interface in every network namespace. A new interface never has it. */
  private static final int LOOPBACK_INDEX = 1;

  private final Fd fd;
  private final String name;
  private final boolean multiQueue;

  private Tap(Fd fd, String name, boolean multiQueue) {
    this.fd = fd;
    this.name = name;
    this.multiQueue = multiQueue;
  }

  /**
   * Attaches to a TAP interface, or creates it for as long as it is open.
   *
   * @param name 1 to 15 bytes, may end in {@code %d} for the first free number
   * @param multiQueue whether the interface has more than one queue; must be as it was created
   * @throws OsException with an action
   */
  public static Tap open(String name, boolean multiQueue) {
    checkName(name);
    Fd fd = openDevice();
    try {
      return new Tap(fd, attach(fd, name, multiQueue), multiQueue);
    } catch (RuntimeException failed) {
      fd.close();
      throw failed;
    }
  }

  /** Attaches, and returns the name that the kernel gave the interface. */
  private static String attach(Fd fd, String name, boolean multiQueue) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
      request.setString(0, name, StandardCharsets.US_ASCII);
      int flags = NEEDED | (multiQueue ? IFF_MULTI_QUEUE : 0);
      request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, (short) flags);
      long result = ioctl(fd, TUNSETIFF, request.address());
      if (result < 0) {
        throw TapErrors.attach(name, multiQueue, (int) -result);
      }
      return request.getString(0, StandardCharsets.US_ASCII);
    }
  }

  /**
   * Attaches the same descriptor again after its interface was deleted and one of its name exists.
   * Unlike {@link #open} it never creates an interface, even if one is deleted concurrently: a new
   * one would have to take an index in use. Header size and offloads are the new interface's.
   *
   * @throws OsException with an action; EBUSY also if no interface of the name exists
   */
  public void attachAgain() {
    if (!isGone()) {
      return;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment index = arena.allocateFrom(ValueLayout.JAVA_INT, LOOPBACK_INDEX);
      long result = ioctl(fd, TUNSETIFINDEX, index.address());
      OsException.check(result, "ioctl TUNSETIFINDEX TAP", name);
    }
    attach(fd, name, multiQueue);
  }

  /**
   * Returns a queue of no interface: a socket of {@link Sockets#pair}, which like a TAP takes and
   * gives a frame a call. Settings of an interface cannot be changed.
   */
  public static Tap over(Fd socket) {
    return new Tap(socket, "none", false);
  }

  /**
   * Takes over a queue that the parent process has opened.
   *
   * @param number of a descriptor that was attached with IFF_TAP, IFF_NO_PI and IFF_VNET_HDR
   * @throws OsException otherwise; the descriptor then stays open
   */
  public static Tap adopt(int number) {
    Fd fd = Fd.adopt(number);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
      long result = ioctl(fd, TUNGETIFF, request.address());
      int flags = flags(request);
      if (result < 0 || (flags & NEEDED) != NEEDED) {
        throw TapErrors.adopt(number, (int) -result, flags);
      }
      fd.setNonBlocking();
      String name = request.getString(0, StandardCharsets.US_ASCII);
      return new Tap(fd, name, (flags & IFF_MULTI_QUEUE) != 0);
    } catch (RuntimeException failed) {
      fd.release();
      throw failed;
    }
  }

  /**
   * Takes over a queue whose interface is gone, from the process that had attached it.
   *
   * @param name of the interface, for {@link #attachAgain}
   */
  public static Tap adoptGone(int number, String name, boolean multiQueue) {
    checkName(name);
    return new Tap(Fd.adopt(number), name, multiQueue);
  }

  /** Returns whether a descriptor is of a TAP queue whose interface is gone. */
  public static boolean isGone(Fd queue) {
    try (Arena arena = Arena.ofConfined()) {
      long result = ioctl(queue, TUNGETIFF, arena.allocate(IFREQ_BYTES, 8).address());
      return result < 0 && IoCall.TAP_SETTING.verdict(result) == IoCall.Verdict.GONE;
    }
  }

  /** Returns whether the interface was deleted. No frame passes until {@link #attachAgain}. */
  public boolean isGone() {
    return isGone(fd);
  }

  /** Returns the interface's name as the kernel has it. */
  public String name() {
    return name;
  }

  public Fd fd() {
    return fd;
  }

  /**
   * Sets which unfinished frames the reader of this interface accepts: without checksum, or longer
   * than the MTU. Written frames may be unfinished regardless.
   *
   * @param offloads {@code OFFLOAD_*}, or 0 for none
   */
  public void setOffloads(int offloads) {
    long result = ioctl(fd, TUNSETOFFLOAD, offloads);
    OsException.check(result, "ioctl TUNSETOFFLOAD", "0x%x of TAP %s".formatted(offloads, name));
  }

  /**
   * Makes the kernel spread frames over this queue too, or stop it. Only for multi-queue
   * interfaces. No effect if already in that state.
   *
   * @throws OsException EBADFD if the interface is gone
   */
  public void setAttached(boolean attached) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
      int flag = attached ? IFF_ATTACH_QUEUE : IFF_DETACH_QUEUE;
      request.set(ValueLayout.JAVA_SHORT, IFREQ_FLAGS, (short) flag);
      long result = ioctl(fd, TUNSETQUEUE, request.address());
      if (result == -Errno.EINVAL) { // the only errno of this request, whatever the cause
        result = attachedNow(arena, attached);
      }
      String what = (attached ? "attach" : "detach") + " a queue of TAP " + name;
      OsException.check(result, "ioctl TUNSETQUEUE", what);
    }
  }

  /** Returns 0 if the queue has the wanted state, EINVAL if not, another errno if it is gone. */
  private long attachedNow(Arena arena, boolean wanted) {
    MemorySegment request = arena.allocate(IFREQ_BYTES, 8);
    long result = ioctl(fd, TUNGETIFF, request.address());
    if (result < 0) {
      return result;
    }
    boolean attached = (flags(request) & IFF_DETACH_QUEUE) == 0;
    boolean several = (flags(request) & IFF_MULTI_QUEUE) != 0;
    return several && attached == wanted ? 0 : -Errno.EINVAL;
  }

  private static int flags(MemorySegment request) {
    return Short.toUnsignedInt(request.get(ValueLayout.JAVA_SHORT, IFREQ_FLAGS));
  }

  /**
   * @param bytes of the virtio-net header before each frame: 10 or 12
   */
  public void setVnetHeaderBytes(int bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment size = arena.allocateFrom(ValueLayout.JAVA_INT, bytes);
      long result = ioctl(fd, TUNSETVNETHDRSZ, size.address());
      OsException.check(result, "ioctl TUNSETVNETHDRSZ", bytes + " of TAP " + name);
    }
  }

  /**
   * Reads one header and frame into {@code count} buffers. Bytes that do not fit are lost.
   *
   * @param vectors address of pairs of u64 address and length
   * @return bytes, or minus an {@link Errno}, whose meaning is in {@link IoCall#TAP_READ}
   */
  public long readv(long vectors, int count) {
    return READV.call(fd.number(), vectors, count);
  }

  /**
   * Writes one header and frame out of {@code count} buffers.
   *
   * @param vectors address of pairs of u64 address and length
   * @return bytes, or minus an {@link Errno}, whose meaning is in {@link IoCall#TAP_WRITE}: EINVAL
   *     header and frame disagree or are too short, EIO the interface is down
   */
  public long writev(long vectors, int count) {
    return WRITEV.call(fd.number(), vectors, count);
  }

  @Override
  public void close() {
    fd.close();
  }

  @Override
  public String toString() {
    return "tap " + name + " " + fd;
  }

  private static void checkName(String name) {
    int bytes = name.getBytes(StandardCharsets.US_ASCII).length;
    if (bytes < 1 || bytes > MAX_NAME_BYTES || name.matches(".*[/\\s\\x00].*")) {
      throw new IllegalArgumentException(
          "TAP name \"%s\", allowed 1 to %d bytes without slash or space"
              .formatted(name, MAX_NAME_BYTES));
    }
  }

  private static Fd openDevice() {
    try (Arena arena = Arena.ofConfined()) {
      long result = OPEN.call(arena.allocateFrom(DEVICE).address(), O_RDWR_CLOEXEC_NONBLOCK);
      if (result < 0) {
        throw TapErrors.open(DEVICE, (int) -result);
      }
      return Fd.adopt((int) result);
    }
  }

  /**
   * @param argument an address, or for some requests a number
   */
  private static long ioctl(Fd fd, long request, long argument) {
    return IOCTL.call(fd.number(), request, argument);
  }
}
