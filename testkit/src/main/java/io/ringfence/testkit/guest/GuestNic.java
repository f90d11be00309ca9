package io.ringfence.testkit.guest;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.TimedOut;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.net.NetReceiver;
import io.ringfence.testkit.net.NetTransmitter;
import io.ringfence.testkit.ring.DriverQueue;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.ring.SplitDriver;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A whole guest with a running virtio-net driver behind a vhost-user socket: memory, queues,
 * eventfds, front-end. Close it first: it was created last.
 *
 * <p>For one thread, or one for each direction of a pair.
 */
public final class GuestNic implements AutoCloseable {
  private final GuestRam ram;
  private SoftwareFrontEnd frontEnd;
  private GuestStart guest;
  private final GuestNicOptions options;
  private final List<GuestVring> vrings = new ArrayList<>();
  private final List<NetReceiver> receivers = new ArrayList<>();
  private final List<NetTransmitter> transmitters = new ArrayList<>();

  /**
   * Takes over {@code frontEnd}, negotiates and starts. Tests call {@link GuestNicOptions#connect}.
   */
  GuestNic(SoftwareFrontEnd frontEnd, GuestNicOptions options) {
    this.frontEnd = frontEnd;
    this.options = options;
    this.ram = options.ram();
    for (int i = 0; i < 2 * options.pairs(); i++) {
      vrings.add(new GuestVring(i));
    }
    guest = new GuestStart(frontEnd, ram, vrings);
    try {
      long features = guest.connect(options.features(), options.protocolFeatures());
      for (GuestVring vring : vrings) {
        drive(vring, features, options);
      }
      guest.start();
      receivers.forEach(NetReceiver::fill);
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private void drive(GuestVring vring, long features, GuestNicOptions options) {
    NetConfig net = options.net().apply(features);
    boolean packed = (features & Features.RING_PACKED) != 0;
    QueueConfig queue =
        QueueConfig.split(options.ringSize())
            .withBase(options.base(vring.index(), packed))
            .withEventIdx((features & Features.EVENT_IDX) != 0)
            .withInOrder((features & Features.IN_ORDER) != 0)
            .withOrder(options.order(), vring.index() + 1)
            .withTables((features & Features.INDIRECT_DESC) != 0 ? net.tableEntries() : 0);
    vring.queue(DriverQueue.of(ram, packed, queue));
    if (vring.index() % 2 == 0) {
      receivers.add(new NetReceiver(ram, vring.queue(), net, vring.kick()::signal));
    } else {
      transmitters.add(new NetTransmitter(ram, vring.queue(), net, vring.kick()::signal));
    }
  }

  public static GuestNicOptions options() {
    return new GuestNicOptions();
  }

  public GuestRam ram() {
    return ram;
  }

  public SoftwareFrontEnd frontEnd() {
    return frontEnd;
  }

  /** Returns the start and stop sequences of the guest: stop, start again, enable pairs. */
  public GuestStart guest() {
    return guest;
  }

  /** Returns ring {@code index}: even rings receive, odd rings transmit. */
  public GuestVring vring(int index) {
    return vrings.get(index);
  }

  public NetReceiver receiver(int pair) {
    return receivers.get(pair);
  }

  public NetTransmitter transmitter(int pair) {
    return transmitters.get(pair);
  }

  /**
   * Sends a frame on the first pair. Waits for room if the ring is full.
   *
   * @throws TimedOut if there is no room for 5 s
   */
  public void send(byte[] frame) {
    NetTransmitter tx = transmitters.getFirst();
    MemorySegment bytes = MemorySegment.ofArray(frame);
    Await.until(
        "room to send",
        SoftwareFrontEnd.TIMEOUT_MILLIS,
        () -> tx.send(bytes, 0, frame.length),
        tx.queue()::state);
    tx.flush();
  }

  /**
   * Returns the next frame on the first pair. Sleeps until the device's call.
   *
   * @throws TimedOut after {@code timeoutMillis}
   */
  public byte[] receive(long timeoutMillis) {
    if (!receivers.getFirst().queue().hasUsed()) {
      vrings.getFirst().awaitUsed(timeoutMillis);
    }
    byte[] frame = receivers.getFirst().await(timeoutMillis);
    receivers.getFirst().flush();
    return frame;
  }

  /**
   * Continues on another connection after the back-end was lost without GET_VRING_BASE, as QEMU
   * does with {@code reconnect}. Each ring resumes at its used index, so no available buffer is
   * lost. The guest does not notice.
   *
   * @throws IllegalStateException for packed rings, whose memory does not contain the position
   */
  public void reconnect(SoftwareFrontEnd another) {
    for (GuestVring vring : vrings) {
      if (!(vring.queue() instanceof SplitDriver split)) {
        throw new IllegalStateException(
            "vring " + vring.index() + " is packed: its memory does not contain its position");
      }
      vring.base(split.ring().usedIdx());
    }
    frontEnd.close();
    frontEnd = another.acks(options.acks());
    guest = new GuestStart(frontEnd, ram, vrings);
    guest.connect(options.features(), options.protocolFeatures());
    guest.start();
  }

  /**
   * Closes the connection, as a killed guest does. {@link GuestStart#stop} first is the orderly
   * end.
   */
  @Override
  public void close() {
    frontEnd.close();
    vrings.forEach(GuestVring::close);
    ram.close();
  }
}
