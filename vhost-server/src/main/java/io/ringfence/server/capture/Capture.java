package io.ringfence.server.capture;

import io.ringfence.ring.Chain;
import io.ringfence.server.packet.FrameFinisher;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The entry of one data path into a capture file. Writes frames as they would appear on a wire:
 * checksums filled in, segments cut. Frames that cannot be completed are written unchanged. For one
 * thread.
 */
public final class Capture {
  private final CaptureFile file;
  private final int headerBytes;
  private final FrameFinisher finisher = new FrameFinisher();
  private final MemorySegment room;

  /**
   * Creates an entry.
   *
   * @param headerBytes bytes of the virtio-net header before each frame
   */
  public Capture(CaptureFile file, int headerBytes) {
    this.file = file;
    this.headerBytes = headerBytes;
    room = Arena.ofAuto().allocate(headerBytes + (long) FrameFinisher.LARGEST_FRAME, 8);
  }

  /** Returns the buffer for a received frame, header first, with room for the largest frame. */
  public MemorySegment room() {
    return room;
  }

  /**
   * Writes the frame in {@link #room}.
   *
   * @param bytes of the frame, header included
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
