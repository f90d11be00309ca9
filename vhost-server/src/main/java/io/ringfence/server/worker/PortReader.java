package io.ringfence.server.worker;

import io.ringfence.server.pair.DataPath;
import io.ringfence.server.uplink.Port;

/**
 * Has a data path read its port, as many frames as are likely to be there. To find that there is no
 * further frame costs a system call, while the port stays readable if there is one. Bursts that
 * follow each other closely double the number.
 */
final class PortReader {
  private static final long DENSE_NANOS = 50_000; // a round trip through a guest takes longer

  private final Port port;
  private final int most;
  private final EmptyEvents emptyReads = new EmptyEvents();
  private boolean ready;
  private boolean event; // since the last read
  private int readAhead = 1;
  private long lastRead = System.nanoTime();

  /**
   * @param most the most frames to read at once
   */
  PortReader(Port port, int most) {
    this.port = port;
    this.most = most;
  }

  /**
   * Notes an event of the port.
   *
   * @param failed whether it reports an error or a hang-up, which last
   */
  void event(boolean failed) {
    ready = true;
    event = true;
    if (failed) {
      port.failed();
    }
  }

  /** Notes that frames may be there although there was no event. */
  void readable() {
    ready = true;
  }

  /**
   * Reads once, if frames may be there.
   *
   * @return whether there may be more
   */
  boolean read(DataPath path) {
    if (!ready && !path.starved()) {
      return false;
    }
    int received = path.receive(readAhead);
    if (event) {
      event = false;
      noteRead(received > 0 || path.starved());
    }
    boolean all = received == readAhead;
    ready = all && received > 1;
    long now = System.nanoTime();
    boolean dense = now - lastRead < DENSE_NANOS;
    lastRead = now;
    readAhead = all && dense ? Math.min(2 * readAhead, most) : Math.clamp(received, 1, most);
    return ready;
  }

  private void noteRead(boolean useful) {
    if (emptyReads.isTooMany(!useful)) {
      port.failed();
    }
  }
}
