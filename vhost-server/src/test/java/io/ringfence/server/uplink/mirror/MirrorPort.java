package io.ringfence.server.uplink.mirror;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.mirror.datapath.MirrorPath;
import java.util.ArrayDeque;

/** Frames that wait to go back, each with its header; its worker's thread alone uses it. */
public final class MirrorPort implements Port {
  private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
  private final EventFd readable = EventFd.create();

  @Override
  public Class<?> path() {
    return MirrorPath.class;
  }

  @Override
  public Fd fd() {
    return readable.fd();
  }

  /** Adds a frame, and makes the descriptor readable. */
  public void add(byte[] frame) {
    waiting.add(frame);
    readable.signal();
  }

  /** Returns the oldest frame, which stays; null if there is none, and nothing is readable then. */
  public byte[] peek() {
    if (waiting.isEmpty()) {
      readable.drain();
    }
    return waiting.peek();
  }

  /** Removes the oldest frame. */
  public void remove() {
    waiting.remove();
  }

  void close() {
    readable.close();
  }
}
