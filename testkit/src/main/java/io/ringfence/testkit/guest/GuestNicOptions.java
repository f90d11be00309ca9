package io.ringfence.testkit.guest;

import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.net.NetConfig;
import io.ringfence.testkit.ring.IdOrder;
import io.ringfence.testkit.ring.QueueConfig;
import io.ringfence.testkit.wire.Acks;
import io.ringfence.testkit.wire.FrontEndListener;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.util.function.LongFunction;

/** Properties and features of a {@link GuestNic}. The defaults are those of a plain Linux guest. */
public final class GuestNicOptions {
  private static final int MAX_FRAME = 9_000;

  private GuestRam ram;
  private int pairs = 1;
  private int ringSize = 256;
  private long features =
      Features.VERSION_1
          | Features.MRG_RXBUF
          | Features.EVENT_IDX
          | Features.INDIRECT_DESC
          | Features.PROTOCOL_FEATURES;
  private long protocolFeatures =
      ProtocolFeatures.MQ
          | ProtocolFeatures.REPLY_ACK
          | ProtocolFeatures.LOG_SHMFD
          | ProtocolFeatures.RARP
          | ProtocolFeatures.MTU;
  private Acks acks = Acks.SOME;
  private IdOrder order = IdOrder.LIFO;
  private int[] bases; // null if rings are fresh
  private LongFunction<NetConfig> net =
      negotiated -> NetConfig.negotiated(negotiated, MAX_FRAME).withSlots(64, 64);

  GuestNicOptions() {}

  /** Sets the guest memory, which is closed with the guest. The default is 64 MiB at address 0. */
  public GuestNicOptions ram(GuestRam memory) {
    ram = memory;
    return this;
  }

  public GuestNicOptions pairs(int count) {
    pairs = count;
    return this;
  }

  public GuestNicOptions ringSize(int descriptors) {
    ringSize = descriptors;
    return this;
  }

  /** Sets all features that the driver accepts. */
  public GuestNicOptions features(long bits) {
    features = bits;
    return this;
  }

  /** Adds features that the driver accepts. */
  public GuestNicOptions with(long bits) {
    features |= bits;
    return this;
  }

  public GuestNicOptions without(long bits) {
    features &= ~bits;
    return this;
  }

  public GuestNicOptions protocolFeatures(long bits) {
    protocolFeatures = bits;
    return this;
  }

  public GuestNicOptions acks(Acks which) {
    acks = which;
    return this;
  }

  public GuestNicOptions order(IdOrder which) {
    order = which;
    return this;
  }

  /**
   * Sets the start positions of the rings, as after a migration: one value per ring, in the format
   * of GET_VRING_BASE.
   */
  public GuestNicOptions bases(int... positions) {
    bases = positions.clone();
    return this;
  }

  /** Sets the shape of buffers as a function of the negotiated features. */
  public GuestNicOptions net(LongFunction<NetConfig> config) {
    net = config;
    return this;
  }

  /** Connects to a listening back-end and starts. */
  public GuestNic connect(String path) {
    return start(SoftwareFrontEnd.connect(path));
  }

  /** Starts on an open connection, such as one from a {@link FrontEndListener}. */
  public GuestNic start(SoftwareFrontEnd frontEnd) {
    return new GuestNic(frontEnd.acks(acks), this);
  }

  GuestRam ram() {
    if (ram == null) {
      ram = GuestRam.of(64L << 20);
    }
    return ram;
  }

  int pairs() {
    return pairs;
  }

  int ringSize() {
    return ringSize;
  }

  long features() {
    return features;
  }

  long protocolFeatures() {
    return protocolFeatures;
  }

  Acks acks() {
    return acks;
  }

  IdOrder order() {
    return order;
  }

  int base(int vring, boolean packed) {
    if (bases != null) {
      return bases[vring];
    }
    return packed ? QueueConfig.PACKED_BASE : 0;
  }

  LongFunction<NetConfig> net() {
    return net;
  }
}
