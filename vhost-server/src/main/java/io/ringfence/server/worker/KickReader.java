package io.ringfence.server.worker;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.OsException;
import io.ringfence.server.pair.RingRole;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the kick descriptor of a ring. An eventfd is watched for changes and need not be read,
 * which saves a system call per kick. A pipe must be emptied.
 */
final class KickReader {
  private static final Logger LOG = LoggerFactory.getLogger(KickReader.class);

  private final String pair;
  private final RingRole role;
  private final EmptyEvents empty = new EmptyEvents();

  /**
   * @param pair the pair's name, for the log
   */
  KickReader(String pair, RingRole role) {
    this.pair = pair;
    this.role = role;
  }

  /** Reads a descriptor that is ready. Returns false if no further kick can come. */
  boolean read(EventFd kick) {
    return kick.isCounter() || canKickAgain(drain(kick));
  }

  private boolean canKickAgain(EventFd.Drained drained) {
    if (empty.isTooMany(drained == EventFd.Drained.NOTHING)) {
      LOG.warn(
          "kick descriptor ignored pair={} ring={}: it was ready {} times in a row and held no kick",
          pair,
          role.label(),
          EmptyEvents.MOST);
      return false;
    }
    return drained != EventFd.Drained.END_OF_FILE;
  }

  /** Empties a descriptor. One that cannot be read counts as at its end. */
  private static EventFd.Drained drain(EventFd kick) {
    try {
      return kick.drain();
    } catch (OsException e) {
      LOG.warn("kick descriptor unreadable: {}", e.getMessage());
      return EventFd.Drained.END_OF_FILE;
    }
  }
}
