package io.ringfence.server.worker;

import io.ringfence.ring.RingPosition;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.OsException;
import io.ringfence.server.pair.DataPath;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.PathState;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.VringCounters;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue pair as its worker knows it; only that worker's thread touches it. Every change stops the
 * data path between two bursts, changes what it is built from, and builds it anew.
 */
final class QueuePair {
  private static final Logger LOG = LoggerFactory.getLogger(QueuePair.class);
  private static final int BUDGET = 256; // frames each way before other pairs have their turn

  private final String name;
  private final Map<RingRole, RingWiring> wirings = new EnumMap<>(RingRole.class);
  private final Map<RingRole, RingPosition> broken = new EnumMap<>(RingRole.class);
  private final Set<RingRole> unkicked = EnumSet.noneOf(RingRole.class); // not on the path yet
  private PairSetup setup;
  private DataPathFactory factory;
  private DataPath path;
  private final Map<RingRole, KickReader> kickReaders = new EnumMap<>(RingRole.class);
  private final PortReader portReader;
  private boolean suspended;

  QueuePair(String name, PairSetup setup, DataPathFactory factory) {
    this.name = name;
    this.setup = setup;
    this.factory = factory;
    path = factory.create(setup);
    portReader = new PortReader(setup.port(), BUDGET);
    for (RingRole role : RingRole.values()) {
      kickReaders.put(role, new KickReader(name, role));
    }
  }

  String name() {
    return name;
  }

  Fd portFd() {
    return setup.port().fd();
  }

  void announce(byte[] frame) {
    setup.port().announce(frame);
  }

  boolean hasRings() {
    return setup.receive() != null || setup.transmit() != null;
  }

  /**
   * Takes on a ring. It is served from its first kick on, or at once if {@code kicked}.
   *
   * @throws RingFault if its areas are not in guest memory; the ring stays stopped
   */
  void start(RingRole role, RingSetup ring, RingWiring wiring, boolean kicked) {
    factory.create(setup.with(role, ring)); // checks its areas before anything changes
    wirings.put(role, wiring);
    broken.remove(role);
    setKicked(role, kicked || wiring.kick() == null);
    rebuild(current -> current.with(role, ring));
  }

  private void setKicked(RingRole role, boolean kicked) {
    if (kicked) {
      unkicked.remove(role);
    } else {
      unkicked.add(role);
    }
  }

  /** Whether a ring waits for its first kick. */
  boolean awaitsKick(RingRole role) {
    return unkicked.contains(role);
  }

  /** Stops a ring; its memory and descriptors are not touched after this returns. */
  RingPosition stop(RingRole role) {
    rest();
    RingSetup ring = setup.ring(role);
    RingPosition position = ring == null ? broken.remove(role) : ring.position();
    wirings.remove(role);
    unkicked.remove(role);
    rebuild(current -> current.with(role, null));
    return position;
  }

  /** Replaces a ring's descriptors. Without one for kicks it is polled, and waits for none. */
  void rewire(RingRole role, RingWiring wiring) {
    wirings.put(role, wiring);
    if (wiring.kick() == null) {
      unkicked.remove(role);
    }
    if (setup.ring(role) != null) {
      rebuild(current -> current.with(role, current.ring(role).signalling(wiring.call())));
    }
  }

  void enable(RingRole role, boolean enabled) {
    if (setup.ring(role) != null) {
      rebuild(current -> current.with(role, current.ring(role).enabled(enabled)));
    }
  }

  /** Changes what the rings are built from; a ring that the change leaves out is broken. */
  void change(UnaryOperator<PairSetup> change) {
    rest();
    PairSetup before = setup;
    setup = change.apply(before);
    for (RingRole role : RingRole.values()) {
      if (before.ring(role) != null && setup.ring(role) == null) {
        markBroken(role, before.ring(role).position());
      }
    }
    build();
  }

  /** Goes over to another policy. The new path goes on with all that the old one knew. */
  void swap(DataPathFactory newFactory) {
    factory = newFactory;
    if (rest()) {
      resume(path.state());
    } else {
      build();
    }
  }

  private void resume(PathState state) {
    try {
      path = factory.resume(served(), state);
    } catch (RingFault e) {
      giveUp(e);
    }
  }

  private void rebuild(UnaryOperator<PairSetup> change) {
    rest();
    setup = change.apply(setup);
    build();
  }

  /**
   * Builds the path. Rings that wait for their first kick are checked and left out of it. Where a
   * packed one begins may depend on its first descriptor (see {@code PackedQueue}), which the
   * driver may write before that kick: so their positions are noted now.
   */
  private void build() {
    readyPort();
    try {
      path = factory.create(setup);
      if (!unkicked.isEmpty()) {
        notePositions();
        path = factory.create(served());
      }
    } catch (RingFault e) {
      giveUp(e);
    }
  }

  private PairSetup served() {
    PairSetup served = setup;
    for (RingRole role : unkicked) {
      served = served.with(role, null);
    }
    return served;
  }

  /** Whether the driver may be given frames. */
  private boolean receives() {
    RingSetup ring = setup.receive();
    return ring != null && ring.enabled() && !unkicked.contains(RingRole.RX);
  }

  /** A suspended pair's port may be another process's, who has told it. */
  private void readyPort() {
    if (!suspended) {
      setup.port().receiving(receives());
    }
    portReader.readable();
  }

  /** Stops the rings as they are; nobody is to work on them until {@link #resume}. */
  void suspend() {
    suspended = true;
    rebuild(UnaryOperator.identity());
  }

  void resume() {
    suspended = false;
    readyPort();
  }

  /** Where a ring stood when the data path was last built, or when it broke. */
  RingPosition position(RingRole role) {
    return setup.ring(role) == null ? broken.get(role) : setup.ring(role).position();
  }

  /** Has a ring go on from another position; nobody has worked on it here. */
  void move(RingRole role, RingPosition position, boolean kicked) {
    setKicked(role, kicked);
    rebuild(current -> current.with(role, current.ring(role).at(position)));
  }

  /** Takes on a ring that is broken. */
  void startBroken(RingRole role, RingPosition position, RingWiring wiring) {
    wirings.put(role, wiring);
    unkicked.remove(role);
    rebuild(current -> current.with(role, null));
    broken.put(role, position);
  }

  /** Stops the path and notes where the rings stand; returns whether their memory was there. */
  private boolean rest() {
    boolean sound = true;
    try {
      path.stop();
    } catch (RingFault e) { // its memory went away; the position is known all the same
      LOG.warn("ring memory lost pair={} ring={}: {}", name, e.role().label(), e.getMessage());
      sound = false;
    } catch (InternalError e) {
      LOG.warn("ring memory lost pair={}: {}", name, e.getMessage());
      sound = false;
    }
    notePositions();
    return sound;
  }

  private void notePositions() {
    notePosition(RingRole.RX, path.receivePosition());
    notePosition(RingRole.TX, path.transmitPosition());
  }

  private void notePosition(RingRole role, RingPosition position) {
    if (position != null && setup.ring(role) != null) { // else it was not on the path
      setup = setup.with(role, setup.ring(role).at(position));
    }
  }

  /** Counts a kick, the first of which starts the ring. Returns false if no further can come. */
  boolean kicked(RingRole role) {
    RingWiring wiring = wirings.get(role);
    if (wiring == null || wiring.kick() == null) {
      return false;
    }
    wiring.counters().add(RingCounter.KICKS, 1);
    if (unkicked.remove(role)) {
      rebuild(UnaryOperator.identity());
    }
    return kickReaders.get(role).read(wiring.kick());
  }

  /**
   * Notes an event of the port.
   *
   * @param failed whether it reports an error or a hang-up, which last
   */
  void portReady(boolean failed) {
    portReader.event(failed);
  }

  /**
   * A turn of the duty cycle.
   *
   * @return whether there may be more to do at once
   */
  boolean work() {
    try {
      boolean more = path.transmit(BUDGET) == BUDGET;
      return portReader.read(path) | more;
    } catch (RingFault e) {
      breakRing(e);
      return true;
    }
  }

  /**
   * A look at both rings and the port, whether or not there was an event.
   *
   * @return frames moved
   */
  int poll() {
    try {
      return path.transmit(BUDGET) + path.receive(BUDGET);
    } catch (RingFault e) {
      breakRing(e);
      return 1;
    }
  }

  /**
   * Asks for kicks.
   *
   * @return whether work came meanwhile
   */
  boolean rested() {
    try {
      return !path.rest();
    } catch (RingFault e) {
      breakRing(e);
      return false;
    }
  }

  /** Whether frames are welcome: the port is not watched while there is no buffer for them. */
  boolean wantsPort() {
    return receives() && !path.starved();
  }

  /**
   * Goes on without either ring: guest memory went away, and the error came too late to tell which
   * of them had touched it.
   */
  void memoryLost(InternalError error) {
    for (RingRole role : RingRole.values()) {
      if (setup.ring(role) != null) {
        breakRing(new RingFault(role, error));
      }
    }
  }

  /** Stops at a fault, and goes on without the ring. */
  void breakRing(RingFault fault) {
    rest();
    giveUp(fault);
  }

  /** Goes on without a ring. */
  private void giveUp(RingFault fault) {
    RingRole role = fault.role();
    LOG.warn(
        "ring broken pair={} ring={}: {}; {}",
        name,
        role.label(),
        fault.getMessage(),
        RingFault.UNTIL_RESET);
    markBroken(role, setup.ring(role).position());
    setup = setup.with(role, null);
    build();
  }

  /** Keeps where a broken ring stood, and tells the front-end. */
  private void markBroken(RingRole role, RingPosition position) {
    broken.put(role, position);
    RingWiring wiring = wirings.get(role);
    if (wiring != null && wiring.err() != null) {
      signal(wiring.err());
    }
  }

  /** Adds a ring's counts to a record of a slice, in the order of {@link RingCounter}. */
  void addCounts(RingRole role, long[] row, int at) {
    RingWiring wiring = wirings.get(role);
    if (wiring != null) {
      wiring.counters().addTo(row, at);
    }
  }

  /** A number that changes whenever a ring moves or is kicked. */
  long progress() {
    long sum = 0;
    for (RingWiring wiring : wirings.values()) {
      var counters = wiring.counters();
      sum +=
          counters.get(RingCounter.FRAMES)
              + counters.get(RingCounter.DROPPED)
              + counters.get(RingCounter.KICKS);
    }
    return sum;
  }

  boolean kickOwed(RingRole role) {
    return path.kickOwed(role);
  }

  boolean callOwed(RingRole role) {
    return path.callOwed(role);
  }

  VringCounters counters(RingRole role) {
    return wirings.get(role).counters();
  }

  void callAgain(RingRole role) {
    EventFd call = wirings.get(role).call();
    if (call != null) {
      signal(call);
    }
  }

  private static void signal(EventFd descriptor) {
    try {
      descriptor.signal();
    } catch (OsException e) {
      LOG.warn("descriptor cannot be signalled: {}", e.getMessage());
    }
  }

  boolean isBroken(RingRole role) {
    return broken.containsKey(role);
  }
}
