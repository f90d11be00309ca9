package io.ringfence.protocol;

import java.util.List;

/**
 * A decoded message of the front-end. The decoder checked sizes, fd counts, ranges and overflows.
 * The session checks what depends on its state: negotiated features, number of rings, order. Field
 * meanings: specification, "Front-end message types". Ring indexes are 0 to 255. File descriptors
 * travel beside a request, not in it.
 */
public sealed interface Request {
  record GetFeatures() implements Request {}

  /** {@code features}: see {@link VirtioFeature}. */
  record SetFeatures(long features) implements Request {}

  record SetOwner() implements Request {}

  record ResetOwner() implements Request {}

  /** 1 to 8 regions that do not overlap; the n-th fd belongs to the n-th region. */
  record SetMemTable(List<MemoryRegion> regions) implements Request {
    public SetMemTable {
      regions = List.copyOf(regions);
    }
  }

  /**
   * Dirty log: {@code size} bytes, not 0, from {@code offset} of the file that came with the
   * message.
   */
  record SetLogBase(long size, long offset) implements Request {}

  record SetLogFd() implements Request {}

  /** {@code size}: descriptors, 1 to 32768. */
  record SetVringNum(int index, int size) implements Request {}

  /**
   * Front-end virtual addresses of the three parts of a ring. {@code log} is a guest address and
   * counts only if {@link #logged()}. For packed rings {@code avail} and {@code used} are the
   * driver and device event suppression structures.
   */
  record SetVringAddr(int index, int flags, long desc, long used, long avail, long log)
      implements Request {
    /** Returns whether writes to the used ring go to the dirty log. */
    public boolean logged() {
      return (flags & 1) != 0;
    }
  }

  record SetVringBase(int index, VringBase base) implements Request {}

  record GetVringBase(int index) implements Request {}

  /** Without an fd the driver does not kick: the device polls. */
  record SetVringKick(int index, boolean hasFd) implements Request {}

  /** Without an fd the driver polls: the device does not signal. */
  record SetVringCall(int index, boolean hasFd) implements Request {}

  record SetVringErr(int index, boolean hasFd) implements Request {}

  record GetProtocolFeatures() implements Request {}

  /** {@code features}: see {@link ProtocolFeature}. */
  record SetProtocolFeatures(long features) implements Request {}

  record GetQueueNum() implements Request {}

  record SetVringEnable(int index, boolean enabled) implements Request {}

  record SendRarp(MacAddress mac) implements Request {}

  /** {@code mtu}: bytes, unsigned and unchecked here. The acknowledgement can refuse it. */
  record NetSetMtu(long mtu) implements Request {}

  record SetBackendReqFd() implements Request {}

  /** An update or invalidation: {@code permissions} has bit 0 for read and bit 1 for write. */
  record IotlbMsg(long iova, long size, long uva, int permissions, boolean update)
      implements Request {}

  /** {@code size} bytes from {@code offset} of the device's configuration, within 0 to 256. */
  record GetConfig(int offset, int size, int flags) implements Request {}

  /** The bytes to write are not decoded: the front-end owns this device's configuration. */
  record SetConfig(int offset, int size, int flags) implements Request {}

  record ResetDevice() implements Request {}

  record GetMaxMemSlots() implements Request {}

  record AddMemReg(MemoryRegion region) implements Request {}

  record RemMemReg(MemoryRegion region) implements Request {}

  /** {@code status}: see {@link DeviceStatus}, 0 to 255. */
  record SetStatus(int status) implements Request {}

  record GetStatus() implements Request {}

  /** A request of the table whose protocol feature is not offered. Answered as if unknown. */
  record NotOffered(RequestType type) implements Request {}

  /**
   * A request outside the table. Refused by a non-zero acknowledgement if need_reply is set, else
   * only counted.
   */
  record UnknownRequest(int code) implements Request {}
}
