package io.ringfence.server.worker;

import io.ringfence.server.pair.DataPath;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.PathState;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingState;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data path of a queue pair, built from its rings. A change of the rings stops the path,
 * between two bursts, and builds it anew. At a fault the path goes on without the ring.
 */
final class ServedPath {
  private static final Logger LOG = LoggerFactory.getLogger(ServedPath.class);
  private static final int BUDGET = 256; // frames each way before other pairs have their turn

  private final String pair;
  private final PairRings rings;
  private final PortReader portReader;
  private DataPathFactory factory;
  private DataPath path;
  private boolean suspended;

  /**
   * @param pair the pair's name, for the log
   */
  ServedPath(String pair, PairRings rings, DataPathFactory factory) {
    this.pair = pair;
    this.rings = rings;
    this.factory = factory;
    portReader = new PortReader(rings.setup().port(), BUDGET);
    path = factory.create(rings.setup());
  }

  /**
   * Checks whether a path can be built.
   *
   * @throws RingFault if a ring's areas are not in guest memory
   */
  void check(PairSetup setup) {
    factory.create(setup);
  }

  /** Stops the path, applies a change, and builds the path anew. */
  void rebuild(Runnable change) {
    stop();
    change.run();
    build();
  }

  /** As {@link #rebuild(Runnable)}; returns what the change returns. */
  <T> T rebuild(Supplier<T> change) {
    stop();
    T result = change.get();
    build();
    return result;
  }

  /**
   * Changes to another barrier policy. The new path goes on with all that the old one knew, so the
   * driver notices nothing.
   */
  void swap(DataPathFactory newFactory) {
    factory = newFactory;
    if (stop()) {
      goOn(path.state());
    } else {
      build();
    }
  }

  private void goOn(PathState state) {
    try {
      path = factory.resume(rings.kickedSetup(), state);
    } catch (RingFault e) {
      goOnWithout(e);
    }
  }

  /** Stops the path until {@link #resume}; it may be built anew meanwhile, but is not served. */
  void suspend() {
    suspended = true;
    rebuild(() -> {});
  }

  /** Lets the path be served again. */
  void resume() {
    suspended = false;
    readyPort();
  }

  /** Stops the path and notes where its rings stand. Returns whether their memory was there. */
  private boolean stop() {
    boolean sound = true;
    try {
      path.stop();
    } catch (RingFault e) { // its memory went away; the position is known all the same
      LOG.warn("ring memory lost pair={} ring={}: {}", pair, e.role().label(), e.getMessage());
      sound = false;
    } catch (InternalError e) {
      LOG.warn("ring memory lost pair={}: {}", pair, e.getMessage());
      sound = false;
    }
    notePositions();
    return sound;
  }

  private void notePositions() {
    PathState state = path.state();
    notePosition(RingRole.RX, state.receive());
    notePosition(RingRole.TX, state.transmit());
  }

  private void notePosition(RingRole role, RingState state) {
    if (state != null) { // else the ring was not on the path
      rings.reached(role, state.position());
    }
  }

  /**
   * Builds the path. Rings that wait for their first kick are checked and left out. The start of a
   * packed ring may depend on its first descriptor (see {@code PackedQueue}), which the driver may
   * write before that kick. So their positions are noted now.
   */
  private void build() {
    readyPort();
    try {
      path = factory.create(rings.setup());
      if (rings.awaitKick()) {
        notePositions();
        path = factory.create(rings.kickedSetup());
      }
    } catch (RingFault e) {
      goOnWithout(e);
    }
  }

  /** While the pair is suspended, another process may own the port and have set it. */
  private void readyPort() {
    if (!suspended) {
      rings.setup().port().receiving(rings.receive());
    }
    portReader.readable();
  }

  /** Breaks the ring of a fault, and goes on without it. */
  void breakRing(RingFault fault) {
    stop();
    goOnWithout(fault);
  }

  private void goOnWithout(RingFault fault) {
    LOG.warn(
        "ring broken pair={} ring={}: {}; {}",
        pair,
        fault.role().label(),
        fault.getMessage(),
        RingFault.UNTIL_RESET);
    rings.breakRing(fault.role());
    build();
  }

  /** Breaks both rings, as the error came too late to know which one's memory went away. */
  void memoryLost(InternalError error) {
    for (RingRole role : RingRole.values()) {
      if (rings.isStarted(role)) {
        breakRing(new RingFault(role, error));
      }
    }
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
   * Serves a burst each way, after an event.
   *
   * @return whether there may be more work at once
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
   * Serves a burst each way, whether or not there was an event.
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
   * Asks the driver for kicks.
   *
   * @return whether the worker may sleep; false if work came meanwhile
   */
  boolean rested() {
    try {
      return !path.rest();
    } catch (RingFault e) {
      breakRing(e);
      return false;
    }
  }

  /** Whether to watch the port: there are buffers for its frames. */
  boolean wantsPort() {
    return rings.receive() && !path.starved();
  }

  /** Whether a kick is owed ({@link DataPath#kickOwed}). */
  boolean kickOwed(RingRole role) {
    return path.kickOwed(role);
  }

  /** Whether a call is owed ({@link DataPath#callOwed}). */
  boolean callOwed(RingRole role) {
    return path.callOwed(role);
  }
}
