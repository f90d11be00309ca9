package io.ringfence.server.capture;

import io.ringfence.ring.Chain;
import io.ringfence.server.packet.FrameFinisher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One data path's way into a capture file. Frames are written as they would be on a wire: checksums
 * filled in, segments cut; those of which that cannot be done, as they are. For one thread.
 */
public final class Capture {
  private final CaptureFile file;
  private final int headerBytes;
  private final FrameFinisher finisher = new FrameFinisher();
  private final MemorySegment room;

  /**
   * A way.
   *
   * @param headerBytes bytes of the virtio-net header before each frame
   */
  public Capture(CaptureFile file, int headerBytes) {
    this.file = file;
    this.headerBytes = headerBytes;
    room = Arena.ofAuto().allocate(headerBytes + (long) FrameFinisher.LARGEST_FRAME, 8);
  }

  /** Where a received frame is to be put, header first; there is room for the largest. */
  public MemorySegment room() {
    return room;
  }

  /**
   * Writes what is in {@link #room}.
   *
   * @param bytes that the frame has, header included
   */
  public void received(long bytes) {
    write(false, bytes);
  }

  /**
   * Writes a frame that the guest has sent.
   *
   * @param frame readable bytes: header, then frame
   */
  public void sent(Chain frame) {
    frame.copyOut(0, room, 0, frame.readableBytes());
    write(true, frame.readableBytes());
  }

  private void write(boolean sent, long bytes) {
    long length = bytes - headerBytes;
    if (!finisher.begin(room.asSlice(0, headerBytes), room.asSlice(headerBytes, length))) {
      file.write(sent, room, headerBytes, length);
      return;
    }
    for (; finisher.length() > 0; finisher.advance()) {
      file.write(sent, finisher.bytes(), finisher.frameAt(), finisher.length());
    }
  }
}
