package io.ringfence.server.worker;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.GuestMemory;
import io.ringfence.ring.RingPosition;
import io.ringfence.ring.VringConfig;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.packet.NetHeader;
import io.ringfence.server.pair.DataPathFactory;
import io.ringfence.server.pair.DataPathRealms;
import io.ringfence.server.pair.PairSetup;
import io.ringfence.server.pair.RingCounter;
import io.ringfence.server.pair.RingRole;
import io.ringfence.server.pair.RingSetup;
import io.ringfence.server.pair.VringCounters;
import io.ringfence.server.uplink.discard.DiscardPort;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.ring.DriverChain;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import java.util.List;

/** A queue pair whose driver sends frames that the uplink discards. */
final class SendingPair implements AutoCloseable {
  private static final int DESCRIPTORS = 512;
  private static final int FRAME_BYTES = NetHeader.FULL_BYTES + 60;
  private static final DataPathFactory FACTORY =
      new DataPathRealms().factory(BarrierPolicy.parse("auto"));

  private final GuestRam ram = GuestRam.anonymous(1 << 20);
  private final EventFd kick = EventFd.create();
  private final EventFd call = EventFd.create();
  private final VringCounters counters = new VringCounters();
  private final QueueConfig shape = QueueConfig.split(DESCRIPTORS);
  private final DriverQueue driver = DriverQueue.of(ram, false, shape);
  private final DriverChain frame =
      new DriverChain().out(ram.allocate(FRAME_BYTES, 8), FRAME_BYTES);
  private final AttachedPairs pairs;
  private final int id;

  /** Attaches the pair and starts its transmit ring, which waits for a kick. */
  SendingPair(AttachedPairs pairs, WorkerEvents events, WatchdogMode watchdog) {
    this.pairs = pairs;
    var pair = new QueuePair("sending", setup(), FACTORY);
    id = pairs.add(newId -> new WatchedPair(newId, pair, events.epoll(), watchdog));
    pairs.get(id).watchKick(RingRole.TX, kick);
    var config =
        new VringConfig(
            false,
            DESCRIPTORS,
            driver.descAddress(),
            driver.availAddress(),
            driver.usedAddress(),
            false);
    var ring = new RingSetup(config, RingPosition.split(shape.base()), true, call, counters);
    pair.start(RingRole.TX, ring, new RingWiring(kick, call, null, counters), false);
  }

  private PairSetup setup() {
    var region = ram.regions().getFirst();
    var extent = new GuestMemory.Extent(region.guestAddress(), region.segment());
    var memory = new GuestMemory(List.of(extent), List.of());
    return new PairSetup(
        memory, NetHeader.FULL_BYTES, true, 0, null, null, new DiscardPort(), null);
  }

  /** Makes frames available and kicks, whether or not the device wants it. */
  void send(int frames) {
    for (int i = 0; i < frames; i++) {
      driver.add(frame, i);
    }
    driver.publish();
    kick.signal();
  }

  /** Frames that the device has sent. */
  long sent() {
    return counters.get(RingCounter.FRAMES);
  }

  @Override
  public void close() {
    pairs.get(id).pair().stop(RingRole.TX);
    pairs.remove(id);
    kick.close();
    call.close();
    ram.close();
  }
}
