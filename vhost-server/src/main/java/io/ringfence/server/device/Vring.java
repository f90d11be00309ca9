package io.ringfence.server.device;

import io.ringfence.protocol.Request.SetVringAddr;
import io.ringfence.protocol.VringBase;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.DirtyLog;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingLog;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.device.VringState.Started;
import io.ringfence.server.device.VringState.Stopped;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.OsException;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import io.ringfence.server.worker.PairControl;
import io.ringfence.server.worker.RingWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A ring of a session: its configuration by the front-end, its descriptors and its state. It owns
 * the descriptors. Only the session's thread changes it.
 */
public final class Vring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Vring.class);

  private final int index;
  private final RingRole role;
  private final VringCounters counters = new VringCounters();
  private volatile int size;
  private SetVringAddr address;
  private RingWiring wiring = new RingWiring(null, null, null, counters);
  private boolean polled; // a kick message without a descriptor
  private volatile Boolean enabled; // null until the front-end has set it
  private volatile VringState state = new Stopped(new VringBase(0));

  Vring(int index) {
    this.index = index;
    role = RingRole.of(index);
  }

  /** Returns the vring index. */
  public int index() {
    return index;
  }

  /** Returns the role. */
  public RingRole role() {
    return role;
  }

  /** Returns the counters. */
  public VringCounters counters() {
    return counters;
  }

  /** Returns the queue size; 0 before the front-end has set it. */
  public int size() {
    return size;
  }

  boolean isStarted() {
    return state instanceof Started;
  }

  /** Returns the state for display: stopped, waiting for a kick, running or broken. */
  public String condition() {
    return switch (state) {
      case Stopped stopped -> "stopped";
      case Started started when started.pair().isBroken(role) -> "broken";
      case Started started when started.pair().awaitsKick(role) -> "waiting for a kick";
      case Started started -> "running";
    };
  }

  /** Returns whether frames may pass. With PROTOCOL_FEATURES rings start disabled. */
  public boolean isEnabled(boolean protocolFeatures) {
    return enabled != null ? enabled : !protocolFeatures;
  }

  public void setSize(int newSize) throws RefusedException {
    refuseWhileStarted("size " + newSize);
    size = newSize;
  }

  public void setBase(VringBase base) throws RefusedException {
    refuseWhileStarted("base " + base);
    state = new Stopped(base);
  }

  private void refuseWhileStarted(String what) throws RefusedException {
    if (isStarted()) {
      throw new RefusedException(
          "%s for ring %d, which runs; allowed after GET_VRING_BASE".formatted(what, index));
    }
  }

  void setAddress(SetVringAddr newAddress) {
    address = newAddress;
  }

  /** Returns whether the front-end has set everything that a start needs. */
  boolean isReady() {
    return size != 0 && address != null && (wiring.kick() != null || polled);
  }

  /** Starts a ring, or throws the reason why it cannot be started. */
  interface Start {
    void run() throws RefusedException;
  }

  /**
   * Replaces the kick descriptor, and starts a stopped ring if that completes its configuration.
   *
   * @param kick null if the driver does not kick. On a failure it is closed and the previous one is
   *     kept
   * @throws RefusedException if the ring cannot be started
   */
  void setKick(EventFd kick, Start start) throws RefusedException {
    RingWiring before = wiring;
    boolean polledBefore = polled;
    try {
      rewire(before.kickedBy(kick));
      polled = kick == null;
      if (!isStarted() && isReady()) {
        start.run();
      }
    } catch (RefusedException | RuntimeException e) {
      wiring = before;
      polled = polledBefore;
      close(kick);
      throw e;
    }
    close(before.kick());
  }

  /**
   * Replaces the call descriptor. The driver may have missed a call on the previous one, so the new
   * one is signalled once.
   *
   * @param call null if the driver polls. If it cannot be signalled, it is closed and the previous
   *     one is kept
   */
  public void setCall(EventFd call) {
    RingWiring before = wiring;
    rewire(before.calling(call));
    try {
      if (isStarted() && call != null) {
        call.signal();
      }
    } catch (OsException e) {
      rewire(before);
      close(call);
      throw e;
    }
    close(before.call());
  }

  /** Replaces the err descriptor; null for none. */
  public void setErr(EventFd err) {
    RingWiring before = wiring;
    rewire(before.failingTo(err));
    close(before.err());
  }

  /** Passes new descriptors to the worker. If the worker refuses them, both keep the old ones. */
  private void rewire(RingWiring next) {
    if (state instanceof Started started) {
      started.pair().rewire(role, next);
    }
    wiring = next;
  }

  public void enable(boolean nowEnabled) {
    if (state instanceof Started started) {
      started.pair().enable(role, nowEnabled);
    }
    enabled = nowEnabled;
  }

  /**
   * Hands the ring to its worker.
   *
   * @param kicked whether the ring was already kicked, in another process
   * @throws RefusedException if its addresses or its size are not allowed
   */
  void start(
      PairControl pair, GuestMemory memory, RingFeatures features, DirtyLog log, boolean kicked)
      throws RefusedException {
    if (!(state instanceof Stopped stopped)) {
      return;
    }
    try {
      VringConfig config = config(memory, features, log);
      RingPosition position = Positions.of(stopped.base(), features.packed());
      boolean passes = isEnabled(features.protocolFeatures());
      var setup = new RingSetup(config, position, passes, wiring.call(), counters);
      pair.start(role, setup, wiring, kicked);
    } catch (BrokenRingException | RingFault e) {
      throw new RefusedException("ring %d: %s".formatted(index, e.getMessage()));
    }
    state = new Started(pair, features.packed());
  }

  /**
   * Returns the ring's configuration, with its front-end addresses translated to guest addresses.
   *
   * @param log the front-end's dirty log; null without one
   */
  VringConfig config(GuestMemory memory, RingFeatures features, DirtyLog log) {
    var shape = new VringConfig(features.packed(), size, 0, 0, 0, features.eventIndex());
    var config =
        new VringConfig(
            features.packed(),
            size,
            memory.guestAddressOf(address.desc(), shape.descriptorBytes()),
            memory.guestAddressOf(address.avail(), shape.driverBytes()),
            memory.guestAddressOf(address.used(), shape.deviceBytes()),
            features.eventIndex());
    boolean logged = log != null && features.logged();
    return logged ? config.logged(new RingLog(log, address.logged(), address.log())) : config;
  }

  /** Returns the ring's state for another process, without its position. */
  DeviceRecord.Ring record(FdTable fds) {
    return new DeviceRecord.Ring(
        index,
        size,
        DeviceRecord.Address.of(address),
        fds.put(fd(wiring.kick())),
        polled,
        fds.put(fd(wiring.call())),
        fds.put(fd(wiring.err())),
        enabled);
  }

  private static Fd fd(EventFd event) {
    return event == null ? null : event.fd();
  }

  /** Restores the state of another process's ring. The ring does not run yet. */
  void restore(DeviceRecord.Ring ring, FdTable fds) throws RefusedException {
    size = ring.size();
    address = ring.setVringAddr();
    wiring = wiring.kickedBy(event(fds.take(ring.kick())));
    polled = ring.polled();
    wiring = wiring.calling(event(fds.take(ring.call())));
    wiring = wiring.failingTo(event(fds.take(ring.err())));
    enabled = ring.enabled();
  }

  private static EventFd event(Fd fd) {
    return fd == null ? null : new EventFd(fd);
  }

  /** Returns the position; of a running ring, the position when it last stopped. */
  RingPlace place() {
    return switch (state) {
      case Stopped stopped -> place(stopped.base(), false, false);
      case Started started -> {
        VringBase base = Positions.base(started.pair().position(role), started.packed());
        yield place(base, started.pair().isBroken(role), started.pair().awaitsKick(role));
      }
    };
  }

  private RingPlace place(VringBase base, boolean broken, boolean awaitsKick) {
    return new RingPlace(index, base.bits(), isStarted(), broken, awaitsKick, counters.all());
  }

  /** Takes over a broken ring. It stays broken until the front-end stops it. */
  void startBroken(PairControl pair, VringBase base, boolean packed) {
    pair.startBroken(role, Positions.of(base, packed), wiring);
    state = new Started(pair, packed);
  }

  /** Moves a ring that was started in a suspended pair to another position. */
  void move(VringBase base, boolean kicked) {
    if (state instanceof Started started) {
      started.pair().move(role, Positions.of(base, started.packed()), kicked);
    }
  }

  /** Stops the ring and resets all but its size, its addresses and its descriptors. */
  void reset() {
    stop();
    state = new Stopped(new VringBase(0));
    enabled = false;
  }

  /**
   * Stops the ring at the front-end's request. Drains its kick descriptor, so that the next start
   * waits for a new kick, and drops it, because the front-end then sends a new one.
   *
   * @return the position at which the ring stopped, or would have started
   */
  VringBase stop() {
    VringBase base = leave();
    if (wiring.kick() != null) {
      empty(wiring.kick());
    }
    forgetKick();
    return base;
  }

  private static void empty(EventFd kick) {
    try {
      kick.drain();
    } catch (OsException e) {
      LOG.warn("kick descriptor unreadable: {}", e.getMessage());
    }
  }

  /** Takes the ring back from its worker and returns its position. */
  private VringBase leave() {
    if (state instanceof Started started) {
      RingPosition position = started.pair().stop(role);
      state = new Stopped(Positions.base(position, started.packed()));
    }
    return ((Stopped) state).base();
  }

  private void forgetKick() {
    EventFd before = wiring.kick();
    wiring = wiring.kickedBy(null);
    polled = false;
    close(before);
  }

  private static void close(EventFd descriptor) {
    if (descriptor != null) {
      descriptor.close();
    }
  }

  /** Closes the descriptors without access to the ring, which another process owns now. */
  void abandon() {
    close(wiring.kick());
    close(wiring.call());
    close(wiring.err());
  }

  /**
   * Ends the ring without a stop by the front-end. The kick descriptor is not drained: virtio_user
   * passes the same one to the next back-end, and does not kick a packed receive ring again.
   */
  @Override
  public void close() {
    leave();
    forgetKick();
    close(wiring.call());
    close(wiring.err());
    wiring = new RingWiring(null, null, null, counters);
  }
}
