package io.ringfence.server.worker;

import io.ringfence.ring.RingPosition;
import io.ringfence.server.os.Fd;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingSetup;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A queue pair as its worker knows it: its rings, the data path that serves them, and their kicks.
 * Only that worker's thread uses it. Each change of a ring happens between two bursts.
 */
final class QueuePair {
  private final String name;
  private final PairRings rings;
  private final ServedPath path;
  private final Map<RingRole, KickReader> kickReaders = new EnumMap<>(RingRole.class);

  QueuePair(String name, PairSetup setup, DataPathFactory factory) {
    this.name = name;
    rings = new PairRings(setup);
    path = new ServedPath(name, rings, factory);
    for (RingRole role : RingRole.values()) {
      kickReaders.put(role, new KickReader(name, role));
    }
  }

  String name() {
    return name;
  }

  /** The rings, to read their state. */
  PairRings rings() {
    return rings;
  }

  /** The data path, to serve it. */
  ServedPath path() {
    return path;
  }

  Fd portFd() {
    return rings.setup().port().fd();
  }

  void announce(byte[] frame) {
    rings.setup().port().announce(frame);
  }

  /**
   * Starts a ring. It is served from its first kick on, or at once if {@code kicked}.
   *
   * @throws RingFault if its areas are not in guest memory; the ring stays stopped
   */
  void start(RingRole role, RingSetup ring, RingWiring wiring, boolean kicked) {
    path.check(rings.setup().with(role, ring)); // before anything changes
    path.rebuild(() -> rings.start(role, ring, wiring, kicked));
  }

  /** Starts a ring that is broken already. */
  void startBroken(RingRole role, RingPosition position, RingWiring wiring) {
    path.rebuild(() -> rings.startBroken(role, position, wiring));
  }

  /**
   * Stops a ring. Its memory and descriptors are not touched after this returns.
   *
   * @return its position; null if it was not started
   */
  RingPosition stop(RingRole role) {
    return path.rebuild(() -> rings.stop(role));
  }

  /** Replaces a ring's descriptors. Without one for kicks it is polled, and waits for none. */
  void rewire(RingRole role, RingWiring wiring) {
    if (rings.isStarted(role)) {
      path.rebuild(() -> rings.rewire(role, wiring));
    } else {
      rings.rewire(role, wiring);
    }
  }

  /** Enables or disables a ring, if it is started. */
  void enable(RingRole role, boolean enabled) {
    if (rings.isStarted(role)) {
      path.rebuild(() -> rings.enable(role, enabled));
    }
  }

  /** Sets the position of a ring that was served elsewhere, and whether it was kicked there. */
  void move(RingRole role, RingPosition position, boolean kicked) {
    path.rebuild(() -> rings.move(role, position, kicked));
  }

  /** Changes what the rings are built from; a ring that the change leaves out breaks. */
  void change(UnaryOperator<PairSetup> change) {
    path.rebuild(() -> rings.change(change));
  }

  /** Counts a kick, the first of which starts the ring. Returns false if no further can come. */
  boolean kicked(RingRole role) {
    RingWiring wiring = rings.wiring(role);
    if (wiring == null || wiring.kick() == null) {
      return false;
    }
    wiring.counters().add(RingCounter.KICKS, 1);
    if (rings.awaitsKick(role)) {
      path.rebuild(() -> rings.kick(role));
    }
    return kickReaders.get(role).read(wiring.kick());
  }
}
