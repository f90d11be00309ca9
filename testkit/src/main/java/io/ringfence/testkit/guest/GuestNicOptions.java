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

/**
 * What a {@link GuestNic} has and would negotiate; what is not set is as a plain Linux guest has
 * it.
 */
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
  private int[] bases; // null where rings are fresh
  private LongFunction<NetConfig> net =
      negotiated -> NetConfig.negotiated(negotiated, MAX_FRAME).withSlots(64, 64);

  GuestNicOptions() {}

  /** Guest memory, closed with the guest; 64 MiB at 0 unless set. */
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

  /** All features that the driver would take. */
  public GuestNicOptions features(long bits) {
    features = bits;
    return this;
  }

  /** Features that the driver would take besides. */
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

  /** Where rings start, as after a migration: one ring after the other, as GET_VRING_BASE tells. */
  public GuestNicOptions bases(int... positions) {
    bases = positions.clone();
    return this;
  }

  /** How buffers are shaped, given the features that were negotiated. */
  public GuestNicOptions net(LongFunction<NetConfig> config) {
    net = config;
    return this;
  }

  /** Connects to a back-end that listens, and starts. */
  public GuestNic connect(String path) {
    return start(SoftwareFrontEnd.connect(path));
  }

  /** Starts on a connection there is, such as one from a {@link FrontEndListener}. */
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
