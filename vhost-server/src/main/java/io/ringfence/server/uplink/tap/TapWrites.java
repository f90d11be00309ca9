package io.ringfence.server.uplink.tap;

import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.Chain;
import io.ringfence.server.os.Errno;
import io.ringfence.server.os.IoCall;
import io.ringfence.server.os.IoUring;
import io.ringfence.server.os.Tap;
import io.ringfence.server.uplink.Losses;

/**
 * Frames on their way from guest memory into a TAP, written together: a TAP takes one frame a
 * write, and the system call is up to a third of the cost.
 */
final class TapWrites {
  /** The most frames that one call writes. */
  static final int MOST = 32;

  private final Tap tap;
  private final TapLink link;
  private IoUring ring; // null where the kernel gives none, or has none for TAPs
  private final IoVectors vectors = new IoVectors();
  private final int[] begins = new int[MOST + 1]; // of each frame's vectors, and of the next's
  private final long[] bytes = new long[MOST];
  private final Losses losses = new Losses();
  private int count;
  private boolean told; // what was lost

  TapWrites(Tap tap, TapLink link) {
    this.tap = tap;
    this.link = link;
    ring = IoUring.open(tap.fd(), MOST).orElse(null);
  }

  /**
   * Takes a frame, and writes those before it if there is no room beside them.
   *
   * @return whether it is taken; not where it has more pieces than a write can have
   */
  boolean add(Chain frame) {
    int pieces = frame.readablePieces();
    if (pieces > Tap.MAX_VECTORS) {
      return false;
    }
    forgetTold();
    if (count == MOST || !vectors.hasRoom(pieces)) {
      write();
    }
    for (int i = 0; i < pieces; i++) {
      vectors.add(frame.address(i), frame.length(i));
    }
    bytes[count++] = frame.readableBytes();
    begins[count] = vectors.count();
    return true;
  }

  /**
   * Writes what was taken.
   *
   * @return what was lost since this was last called; valid until a frame is added
   * @throws BrokenRingException where there is no memory behind a frame any more
   */
  Losses commit() {
    forgetTold();
    write();
    told = true;
    return losses;
  }

  private void forgetTold() {
    if (told) {
      losses.clear();
      told = false;
    }
  }

  private void write() {
    int frames = count;
    count = 0;
    vectors.clear(); // which leaves them where they are until the next frame is added
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
   * The descriptor is not to be written to: the interface may be attached again just now, and not
   * know yet how long the headers are.
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
