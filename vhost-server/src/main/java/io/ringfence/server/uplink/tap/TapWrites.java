package io.ringfence.server.uplink.tap;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.server.os.Errno;
import io.ringfence.server.os.IoCall;
import io.ringfence.server.os.IoUring;
import io.ringfence.server.os.Tap;
import io.ringfence.server.uplink.Losses;

/**
 * Frames from guest memory that are written into a TAP together: a TAP takes one frame per write,
 * and the system call is up to a third of the cost.
 */
final class TapWrites {
  /** Most frames of one call. */
  static final int MOST = 32;

  private final Tap tap;
  private final TapLink link;
  private IoUring ring; // null if the kernel has no io_uring, or not for TAPs
  private final IoVectors vectors = new IoVectors();
  private final int[] begins =
      new int[MOST + 1]; // of each frame's vectors, and of the next frame's
  private final long[] bytes = new long[MOST];
  private final Losses losses = new Losses();
  private int count;
  private boolean reported; // the losses

  TapWrites(Tap tap, TapLink link) {
    this.tap = tap;
    this.link = link;
    ring = IoUring.open(tap.fd(), MOST).orElse(null);
  }

  /**
   * Takes a frame, after writing the earlier ones if there is no room beside them.
   *
   * @return whether it is taken; false if it has more segments than one write can have
   */
  boolean add(Chain frame) {
    int segments = frame.readableSegments();
    if (segments > Tap.MAX_VECTORS) {
      return false;
    }
    forgetTold();
    if (count == MOST || !vectors.hasRoom(segments)) {
      write();
    }
    for (int i = 0; i < segments; i++) {
      vectors.add(frame.address(i), frame.length(i));
    }
    bytes[count++] = frame.readableBytes();
    begins[count] = vectors.count();
    return true;
  }

  /**
   * Writes the taken frames.
   *
   * @return the losses since the last call; valid until a frame is added
   * @throws BrokenRingException if the memory behind a frame is gone
   */
  Losses commit() {
    forgetTold();
    write();
    reported = true;
    return losses;
  }

  private void forgetTold() {
    if (reported) {
      losses.clear();
      reported = false;
    }
  }

  private void write() {
    int frames = count;
    count = 0;
    vectors.clear(); // which leaves them in place until the next frame is added
    if (frames > 0 && link.isLost()) {
      loseAll(frames);
    } else if (frames > 1 && ring != null) {
      writeTogether(frames);
    } else {
      writeEach(frames);
    }
  }

  private void writeTogether(int frames) {
    for (int i = 0; i < frames; i++) {
      ring.writev(vectors.address(begins[i]), begins[i + 1] - begins[i]);
    }
    ring.submit();
    if (ring.result(0) == -Errno.EOPNOTSUPP) {
      close();
      writeEach(frames);
      return;
    }
    for (int i = 0; i < frames; i++) {
      note(i, ring.result(i));
    }
  }

  private void writeEach(int frames) {
    for (int i = 0; i < frames; i++) {
      note(i, tap.writev(vectors.address(begins[i]), begins[i + 1] - begins[i]));
    }
  }

  /**
   * Drops all frames without a write: the interface may just be attached again, with another header
   * length.
   */
  private void loseAll(int frames) {
    for (int i = 0; i < frames; i++) {
      losses.add(bytes[i]);
    }
  }

  private void note(int frame, long result) {
    if (result < 0) {
      notWritten(frame, result);
    }
  }

  private void notWritten(int frame, long result) {
    switch (IoCall.TAP_WRITE.verdict(result)) {
      case NOTHING_NOW -> {}
      case GONE -> link.lose();
      case MEMORY_LOST ->
          throw new BrokenRingException("the file behind guest memory was truncated");
      case BUG -> throw IoCall.TAP_WRITE.error(result, tap);
    }
    losses.add(bytes[frame]);
  }

  void close() {
    if (ring != null) {
      ring.close();
      ring = null;
    }
  }
}
