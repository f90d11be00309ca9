package io.ringfence.testkit.wire;

import io.ringfence.testkit.DeviceFault;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * One message from the back-end, as received.
 *
 * @param fds descriptors that came with it; the reader of the reply owns them
 */
public record RawReply(int request, int flags, byte[] payload, List<Integer> fds) {
  /** Version 1 and the reply bit: the only flags that QEMU takes in a reply. */
  public static final int FLAGS = 0x5;

  /** Returns the payload as one u64. */
  public long u64() {
    if (payload.length != Long.BYTES) {
      throw new DeviceFault(this + ": a u64 has 8 bytes");
    }
    return ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getLong();
  }

  /** Returns the second half of a vring state: {@code u32 index, u32 num}. */
  public int vringNum(int index) {
    ByteBuffer state = ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder());
    if (payload.length != Long.BYTES || state.getInt() != index) {
      throw new DeviceFault(
          this + ": a vring state of 8 bytes for vring " + index + " was requested");
    }
    return state.getInt();
  }

  @Override
  public String toString() {
    return "reply to %s, flags 0x%x, %d bytes, %d fds"
        .formatted(RequestCode.name(request), flags, payload.length, fds.size());
  }
}
