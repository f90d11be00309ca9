package io.ringfence.server.device;

import io.ringfence.protocol.MacAddress;
import io.ringfence.protocol.MemoryRegion;
import io.ringfence.protocol.Request.SetVringAddr;
import io.ringfence.protocol.VirtioFeature;
import io.ringfence.protocol.VringBase;
import io.ringfence.ring.BrokenRingException;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.memory.DirtyLogRecord;
import io.ringfence.server.memory.MemoryTable;
import io.ringfence.server.memory.SharedDirtyLog;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.packet.RarpFrame;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingFault;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.RefusedException;
import io.ringfence.server.uplink.Attachment;
import io.ringfence.server.uplink.Port;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.worker.PairControl;
import io.ringfence.server.worker.Workers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A front-end's network device: its memory, its rings, and the queue pairs that workers serve. Only
 * its session's thread changes it. Other threads may read the rings.
 */
public final class Device implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Device.class);
  private static final int RINGS_PER_PAIR = 2;

  private final String name;
  private final int mostPairs;
  private final Attachment uplink;
  private final Workers workers;
  private final Map<Integer, Vring> vrings = new ConcurrentSkipListMap<>();
  private final Map<Integer, PairControl> pairs = new ConcurrentSkipListMap<>();
  private volatile MemoryTable memory = MemoryTable.EMPTY;
  private volatile long features;
  private SharedDirtyLog log; // null before the front-end has sent one
  private boolean suspended; // by a hand-over

  public Device(String name, int mostPairs, Uplink uplink, Workers workers) {
    this.name = name;
    this.mostPairs = mostPairs;
    this.uplink = uplink.attach(name, mostPairs);
    this.workers = workers;
  }

  /** Returns the accepted features. */
  public long features() {
    return features;
  }

  /** Returns the bytes of memory that the front-end shares. */
  public long memoryBytes() {
    return memory.bytes();
  }

  /** Returns the rings that the front-end has configured. */
  public List<Vring> vrings() {
    return List.copyOf(vrings.values());
  }

  /**
   * Sets the accepted features. Running rings change only their dirty log. All new features apply
   * at a ring's next start.
   */
  public void setFeatures(long accepted) {
    boolean logSwitched = VirtioFeature.LOG_ALL.in(features ^ accepted);
    features = accepted;
    if (logSwitched) {
      moveRings(memory);
    }
  }

  /** Switches to another dirty log. The previous one is no longer written. */
  public void setLog(SharedDirtyLog newLog) {
    SharedDirtyLog before = log;
    log = newLog;
    moveRings(memory);
    if (before != null) {
      before.close();
    }
  }

  /**
   * Returns a ring by its index.
   *
   * @throws RefusedException if there is no such ring
   */
  public Vring vring(int index) throws RefusedException {
    checkRing(index);
    return vrings.computeIfAbsent(index, Vring::new);
  }

  /**
   * Checks the index of a ring, without creating the ring.
   *
   * @throws RefusedException if there is no such ring
   */
  public void checkRing(int index) throws RefusedException {
    if (index >= mostPairs * RINGS_PER_PAIR) {
      throw new RefusedException(
          "ring %d; allowed are 0 to %d, and more with a larger --queues"
              .formatted(index, mostPairs * RINGS_PER_PAIR - 1));
    }
  }

  /** Replaces a ring's kick descriptor. A front-end sends it last, so it starts the ring. */
  public void setKick(Vring vring, EventFd kick) throws RefusedException {
    vring.setKick(kick, () -> start(vring, false));
  }

  private void start(Vring vring, boolean kicked) throws RefusedException {
    int index = vring.index() / RINGS_PER_PAIR;
    boolean attached = pairs.containsKey(index);
    try {
      vring.start(pairOf(vring), memory.memory(), RingFeatures.of(features), log, kicked);
    } catch (RefusedException | RuntimeException e) {
      if (!attached) {
        detach(index);
      }
      throw e;
    }
    LOG.info(
        "ring ready device={} ring={} role={} size={} format={} enabled={}",
        name,
        vring.index(),
        vring.role().label(),
        vring.size(),
        VirtioFeature.RING_PACKED.in(features) ? "packed" : "split",
        vring.isEnabled(VirtioFeature.PROTOCOL_FEATURES.in(features)));
  }

  /** Returns the pair of a ring that is about to start. The pair's first ring sets its features. */
  private PairControl pairOf(Vring vring) {
    int index = vring.index() / RINGS_PER_PAIR;
    PairControl pair = pairs.computeIfAbsent(index, this::attach);
    if (!anyStarted(index)) {
      negotiate(pair, port(index));
    }
    return pair;
  }

  private boolean anyStarted(int pair) {
    return vrings.values().stream()
        .anyMatch(vring -> vring.index() / RINGS_PER_PAIR == pair && vring.isStarted());
  }

  private PairControl attach(int pair) {
    var idle =
        new PairSetup(
            memory.memory(),
            NetHeader.FULL_BYTES,
            false,
            0,
            null,
            null,
            port(pair),
            workers.capture());
    PairControl control = workers.least().attach(name + "/" + pair, idle);
    if (suspended) {
      control.suspend();
    }
    return control;
  }

  private void detach(int pair) {
    PairControl control = pairs.remove(pair);
    if (control != null) {
      control.close();
    }
  }

  private Port port(int pair) {
    return uplink.port(pair);
  }

  private void negotiate(PairControl pair, Port port) {
    int headerBytes = NetHeader.bytes(features);
    long accepted = features;
    GuestMemory current = memory.memory();
    port.negotiated(headerBytes, features);
    pair.change(setup -> setup.over(current).negotiated(accepted));
  }

  /** Sets a ring's addresses. A running ring continues at the new addresses. */
  public void setAddress(SetVringAddr address) throws RefusedException {
    Vring vring = vring(address.index());
    boolean ran = vring.isStarted();
    vring.setAddress(address);
    if (ran) {
      moveRings(memory);
    }
  }

  /** Stops a ring and returns its base. */
  public VringBase stop(Vring vring) {
    boolean ran = vring.isStarted();
    VringBase base = vring.stop();
    if (ran) {
      LOG.info("ring stopped device={} ring={} base={}", name, vring.index(), base);
    }
    return base;
  }

  /** Stops and disables all rings and clears the features. Memory and descriptors are kept. */
  public void reset() {
    vrings.values().forEach(Vring::reset);
    features = 0;
    LOG.info("reset device={}", name);
  }

  /** Announces the guest's new place to the uplink by a RARP frame. */
  public void announce(MacAddress mac) {
    pairs.computeIfAbsent(0, this::attach).announce(RarpFrame.of(mac));
    LOG.info("announced device={} mac={}", name, mac);
  }

  /** Handles RESET_OWNER, deprecated: disables all rings. */
  public void disableAll() {
    vrings.values().forEach(vring -> vring.enable(false));
  }

  public void addRegion(MemoryRegion region, Fd file) throws RefusedException {
    replace(memory.plus(region, file));
  }

  public void removeRegion(MemoryRegion region) throws RefusedException {
    replace(memory.minus(region));
  }

  /** Replaces the memory table. Running rings move to the new one, then the old one is unmapped. */
  public void replace(MemoryTable table) {
    MemoryTable before = memory;
    if (table == before) {
      return;
    }
    memory = table;
    moveRings(table);
    before.closeExcept(table);
    LOG.info("memory replaced device={} regions={} bytes={}", name, table.size(), table.bytes());
  }

  private void moveRings(MemoryTable table) {
    for (Map.Entry<Integer, PairControl> pair : pairs.entrySet()) {
      int first = pair.getKey() * RINGS_PER_PAIR;
      GuestMemory target = table.memory();
      pair.getValue().change(setup -> moved(moved(setup.over(target), first), first + 1));
    }
  }

  /** Returns the setup in the new memory, without rings outside of it; those become broken. */
  private PairSetup moved(PairSetup setup, int index) {
    Vring vring = vrings.get(index);
    RingSetup ring = vring == null ? null : setup.ring(vring.role());
    if (ring == null) {
      return setup;
    }
    try {
      VringConfig config = vring.config(setup.memory(), RingFeatures.of(features), log);
      return setup.with(vring.role(), ring.configured(config));
    } catch (BrokenRingException e) {
      LOG.warn(
          "ring broken device={} ring={}: {}; {}",
          name,
          index,
          e.getMessage(),
          RingFault.UNTIL_RESET);
      return setup.with(vring.role(), null);
    }
  }

  // ---- for a hand-over ------------------------------------------------------------------------

  /** Returns the device's state for another process, without the rings' positions. */
  public DeviceRecord record(FdTable fds) {
    return new DeviceRecord(
        features,
        memory.record(fds),
        log == null ? null : log.record(fds),
        vrings.values().stream().map(vring -> vring.record(fds)).toList());
  }

  /** Stops all rings between two bursts, until {@link #resume}. */
  public void suspend() {
    suspended = true;
    pairs.values().forEach(PairControl::suspend);
  }

  /** Returns the rings' positions; of running rings, the positions when they last stopped. */
  public List<RingPlace> places() {
    return vrings.values().stream().map(Vring::place).toList();
  }

  /** Resumes rings that were suspended or placed. */
  public void resume() {
    suspended = false;
    pairs.values().forEach(PairControl::resume);
  }

  /**
   * Restores the state of another process's device. Rings do not run yet.
   *
   * @throws RefusedException if the state is invalid or its memory cannot be mapped
   */
  public void restore(DeviceRecord record, FdTable fds) throws RefusedException {
    suspended = true;
    features = record.features();
    memory = MemoryTable.of(record.regions(), fds);
    DirtyLogRecord area = record.log();
    log =
        area == null ? null : SharedDirtyLog.map(fds.take(area.file()), area.offset(), area.size());
    for (DeviceRecord.Ring ring : record.rings()) {
      vring(ring.index()).restore(ring, fds);
      if (vring(ring.index()).isReady()) {
        pairs.computeIfAbsent(ring.index() / RINGS_PER_PAIR, this::attach);
      }
    }
  }

  /**
   * Sets the rings' positions and starts those that ran. They continue at {@link #resume}.
   * Positions may be set several times until then.
   *
   * @throws RefusedException if a position is invalid
   */
  public void place(List<RingPlace> places) throws RefusedException {
    for (RingPlace place : places) {
      Vring vring = vring(place.index());
      var base = new VringBase(place.base());
      vring.counters().set(place.counts());
      if (place.broken()) {
        vring.startBroken(pairOf(vring), base, VirtioFeature.RING_PACKED.in(features));
      } else if (vring.isStarted()) {
        vring.move(base, !place.awaitsKick());
      } else {
        vring.setBase(base);
        if (place.started()) {
          start(vring, !place.awaitsKick());
        }
      }
    }
  }

  /** Closes everything without access to the rings, which another process owns now. */
  public void abandon() {
    pairs.values().forEach(PairControl::close);
    vrings.values().forEach(Vring::abandon);
    release();
  }

  @Override
  public void close() {
    vrings.values().forEach(Vring::close);
    pairs.values().forEach(PairControl::close);
    release();
  }

  private void release() {
    uplink.close();
    memory.closeExcept(MemoryTable.EMPTY);
    memory = MemoryTable.EMPTY;
    if (log != null) {
      log.close();
    }
  }
}
