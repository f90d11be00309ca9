package io.ringfence.server.worker;

import io.ringfence.ring.RingPosition;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingSetup;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The rings of a queue pair: their setup, their descriptors, and which of them wait for a first
 * kick or are broken. It reads and writes no guest memory. A {@link ServedPath} is built from it,
 * and must be stopped while it changes.
 */
final class PairRings {
  private final Map<RingRole, RingWiring> wirings = new EnumMap<>(RingRole.class);
  private final Map<RingRole, RingPosition> broken = new EnumMap<>(RingRole.class);
  private final Set<RingRole> unkicked = EnumSet.noneOf(RingRole.class);
  private PairSetup setup;

  PairRings(PairSetup setup) {
    this.setup = setup;
  }

  /** The setup with all started rings. */
  PairSetup setup() {
    return setup;
  }

  /** The setup without the rings that wait for their first kick. */
  PairSetup kickedSetup() {
    PairSetup kicked = setup;
    for (RingRole role : unkicked) {
      kicked = kicked.with(role, null);
    }
    return kicked;
  }

  /** Starts a ring. One without a kick descriptor waits for no kick. */
  void start(RingRole role, RingSetup ring, RingWiring wiring, boolean kicked) {
    wirings.put(role, wiring);
    broken.remove(role);
    setKicked(role, kicked || wiring.kick() == null);
    setup = setup.with(role, ring);
  }

  /** Starts a ring that is broken already. */
  void startBroken(RingRole role, RingPosition position, RingWiring wiring) {
    wirings.put(role, wiring);
    unkicked.remove(role);
    setup = setup.with(role, null);
    broken.put(role, position);
  }

  /** Stops a ring. Returns its position; null if it was not started. */
  RingPosition stop(RingRole role) {
    RingPosition position = isStarted(role) ? setup.ring(role).position() : broken.remove(role);
    wirings.remove(role);
    unkicked.remove(role);
    setup = setup.with(role, null);
    return position;
  }

  /** Replaces a ring's descriptors. Without one for kicks it waits for none. */
  void rewire(RingRole role, RingWiring wiring) {
    wirings.put(role, wiring);
    if (wiring.kick() == null) {
      unkicked.remove(role);
    }
    if (isStarted(role)) {
      setup = setup.with(role, setup.ring(role).signalling(wiring.call()));
    }
  }

  /** Enables or disables a started ring. */
  void enable(RingRole role, boolean enabled) {
    setup = setup.with(role, setup.ring(role).enabled(enabled));
  }

  /** Sets the position of a started ring, and whether it was kicked. */
  void move(RingRole role, RingPosition position, boolean kicked) {
    setKicked(role, kicked);
    setup = setup.with(role, setup.ring(role).at(position));
  }

  private void setKicked(RingRole role, boolean kicked) {
    if (kicked) {
      unkicked.remove(role);
    } else {
      unkicked.add(role);
    }
  }

  /** Sets the position that a ring has reached, if it is started. */
  void reached(RingRole role, RingPosition position) {
    if (isStarted(role)) {
      setup = setup.with(role, setup.ring(role).at(position));
    }
  }

  /** Notes a ring's first kick. */
  void kick(RingRole role) {
    unkicked.remove(role);
  }

  /** Changes the setup; a started ring that the change leaves out breaks. */
  void change(UnaryOperator<PairSetup> change) {
    PairSetup before = setup;
    setup = change.apply(before);
    for (RingRole role : RingRole.values()) {
      if (before.ring(role) != null && !isStarted(role)) {
        markBroken(role, before.ring(role).position());
      }
    }
  }

  /** Stops a started ring, keeps its position, and signals the front-end. */
  void breakRing(RingRole role) {
    markBroken(role, setup.ring(role).position());
    setup = setup.with(role, null);
  }

  private void markBroken(RingRole role, RingPosition position) {
    broken.put(role, position);
    RingWiring wiring = wirings.get(role);
    if (wiring != null) {
      wiring.signalErr();
    }
  }

  /** Whether any ring is started and not broken. */
  boolean haveStarted() {
    return setup.receive() != null || setup.transmit() != null;
  }

  /** Whether a ring is started and not broken. */
  boolean isStarted(RingRole role) {
    return setup.ring(role) != null;
  }

  /** Whether a ring broke since it was started. */
  boolean isBroken(RingRole role) {
    return broken.containsKey(role);
  }

  /** Whether a ring waits for its first kick. */
  boolean awaitsKick(RingRole role) {
    return unkicked.contains(role);
  }

  /** Whether any ring waits for its first kick. */
  boolean awaitKick() {
    return !unkicked.isEmpty();
  }

  /** Whether the driver may be given frames. */
  boolean receive() {
    RingSetup ring = setup.receive();
    return ring != null && ring.enabled() && !awaitsKick(RingRole.RX);
  }

  /** The position of a ring when its data path was last built, or when it broke. */
  RingPosition position(RingRole role) {
    return isStarted(role) ? setup.ring(role).position() : broken.get(role);
  }

  /** A ring's descriptors and counters; null before its start. */
  RingWiring wiring(RingRole role) {
    return wirings.get(role);
  }

  /** Adds a ring's counts to an array, in the order of {@link RingCounter}. */
  void addCounts(RingRole role, long[] sums, int from) {
    RingWiring wiring = wirings.get(role);
    if (wiring != null) {
      wiring.counters().addTo(sums, from);
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
}
