package io.ringfence.server.uplink.tap;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.Sockets;
import io.ringfence.server.os.Tap;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.Rehearsal;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** A TAP port over a socket, whose other end reflects frames. */
final class TapRehearsal implements Rehearsal {
  private static final int MOST_BYTES = 2048;

  private final TapPort port;
  private final Tap farEnd;
  private final MemorySegment frame = Arena.ofAuto().allocate(MOST_BYTES, 8);
  private final IoVectors vectors = new IoVectors();

  TapRehearsal() {
    List<Fd> sockets = Sockets.pair();
    EventFd back = EventFd.create();
    farEnd = Tap.over(sockets.getLast());
    port =
        new TapPort(
            Tap.over(sockets.getFirst()), new TapLink(List.of(back), () -> {}), back, false);
  }

  @Override
  public Port port() {
    return port;
  }

  @Override
  public void reflect() {
    vectors.clear();
    vectors.add(frame.address(), MOST_BYTES);
    long bytes = farEnd.readv(vectors.address(0), 1);
    if (bytes > 0) {
      vectors.clear();
      vectors.add(frame.address(), bytes);
      farEnd.writev(vectors.address(0), 1);
    }
  }

  @Override
  public void close() {
    port.close();
    farEnd.close();
  }
}
