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
 * A ring as its session knows it: what the front-end has said of it so far, and whether it runs. It
 * owns the ring's descriptors. Only the session's thread changes it.
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
  private volatile Boolean enabled; // null until the front-end has said
  private volatile VringState state = new Stopped(new VringBase(0));

  Vring(int index) {
    this.index = index;
    role = RingRole.of(index);
  }

  /** Its index on the wire. */
  public int index() {
    return index;
  }

  /** What it is for. */
  public RingRole role() {
    return role;
  }

  /** What was counted. */
  public VringCounters counters() {
    return counters;
  }

  /** Descriptors; 0 before the front-end has said. */
  public int size() {
    return size;
  }

  boolean isStarted() {
    return state instanceof Started;
  }

  /** For people: stopped, waiting for a kick, running or broken. */
  public String condition() {
    return switch (state) {
      case Stopped stopped -> "stopped";
      case Started started when started.pair().isBroken(role) -> "broken";
      case Started started when started.pair().awaitsKick(role) -> "waiting for a kick";
      case Started started -> "running";
    };
  }

  /** Whether frames may pass: rings start disabled where PROTOCOL_FEATURES was accepted. */
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

  /** Whether the front-end has said all that a start needs. */
  boolean isReady() {
    return size != 0 && address != null && (wiring.kick() != null || polled);
  }

  /** Starts a ring, or says why it cannot be started. */
  interface Start {
    void run() throws RefusedException;
  }

  /**
   * Replaces the kick descriptor, and starts a stopped ring that lacked nothing else.
   *
   * @param kick null where the driver does not kick; closed where this fails, and the one before
   *     stays
   * @throws RefusedException where the ring cannot be started
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
   * Replaces the call descriptor. The driver may have missed a call on the one before, so the new
   * one is signalled once.
   *
   * @param call null where the driver polls; closed where it cannot be signalled, and the one
   *     before stays
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

  /** Where the worker refuses the descriptors, it and this keep those before. */
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
   * @param kicked whether it was kicked already, in another process
   * @throws RefusedException where its addresses or its size are not allowed
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
   * The ring at the guest addresses that its front-end addresses mean in a memory.
   *
   * @param log the front-end's dirty log; null where there is none
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

  /** Writes it down for another process: all but where it stands. */
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

  /** Takes over what another process wrote down; the ring does not run yet. */
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

  /** Where it stands; while it runs, where it stood when it was last stopped. */
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

  /** Takes over a ring that broke: it stays so until the front-end stops it. */
  void startBroken(PairControl pair, VringBase base, boolean packed) {
    pair.startBroken(role, Positions.of(base, packed), wiring);
    state = new Started(pair, packed);
  }

  /** Has a ring that was started in a suspended pair go on from another place. */
  void move(VringBase base, boolean kicked) {
    if (state instanceof Started started) {
      started.pair().move(role, Positions.of(base, started.packed()), kicked);
    }
  }

  /** As if the front-end had said nothing but its size, its addresses and its descriptors. */
  void reset() {
    stop();
    state = new Stopped(new VringBase(0));
    enabled = false;
  }

  /**
   * Stops the ring as the front-end asked. Its kick descriptor is emptied, so that the next start
   * waits for a kick of its own, and forgotten, since that start brings its own.
   *
   * @return where it stood, or would have started
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

  /** Takes the ring back from its worker, and returns where it stood. */
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

  /** Closes its descriptors, and touches nothing: the ring is another process's. */
  void abandon() {
    close(wiring.kick());
    close(wiring.call());
    close(wiring.err());
  }

  /**
   * Ends the ring without a stop by the front-end. Kicks stay in their descriptor: virtio_user
   * gives the same one to the next back-end, and does not kick a packed receive ring again.
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
