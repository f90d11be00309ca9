package io.ringfence.testkit.guest;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.wire.ProtocolFeatures;
import io.ringfence.testkit.wire.SoftwareFrontEnd;
import java.util.List;

/**
 * The message order of QEMU 7.2 when a guest with virtio-net connects, starts its driver and stops.
 *
 * <p>Rings come in pairs: an even index receives, the next odd index transmits (VIRTIO 1.3, 5.1.2).
 */
public final class GuestStart {
  private static final int STATUS_FEATURES_OK = 8;
  private static final int STATUS_RUNNING = 0xf;

  private final SoftwareFrontEnd frontEnd;
  private final GuestRam ram;
  private final List<GuestVring> vrings;
  private long wanted;
  private boolean memorySent;

  public GuestStart(SoftwareFrontEnd frontEnd, GuestRam ram, List<GuestVring> vrings) {
    this.frontEnd = frontEnd;
    this.ram = ram;
    this.vrings = vrings;
  }

  /**
   * Sends what precedes the driver's start: features, owner, call and err descriptors, first pair
   * enabled.
   *
   * @param features bits that the driver accepts, negotiated if the back-end offers them
   * @param protocolFeatures likewise
   * @return the features that {@link #start} will set
   */
  public long connect(long features, long protocolFeatures) {
    long offered = frontEnd.getFeatures();
    wanted = features & offered;
    if ((wanted & Features.PROTOCOL_FEATURES) != 0) {
      frontEnd.setProtocolFeatures(frontEnd.getProtocolFeatures() & protocolFeatures);
      checkQueues();
    }
    if (frontEnd.has(ProtocolFeatures.CONFIGURE_MEM_SLOTS)) {
      frontEnd.getMaxMemSlots();
    }
    frontEnd.setOwner();
    frontEnd.getFeatures();
    for (GuestVring vring : vrings) {
      frontEnd.setVringCall(vring.index(), vring.call());
      frontEnd.setVringErr(vring.index(), vring.err());
    }
    if ((wanted & Features.PROTOCOL_FEATURES) != 0) {
      vrings.forEach(v -> frontEnd.setVringEnable(v.index(), v.index() < 2));
    }
    return wanted;
  }

  private void checkQueues() {
    if (frontEnd.has(ProtocolFeatures.MQ)) {
      long pairs = frontEnd.getQueueNum();
      if (pairs * 2 < vrings.size()) {
        throw new DeviceFault(
            "the back-end serves " + pairs + " queue pairs: " + vrings.size() / 2 + " are wanted");
      }
    }
  }

  /** Starts the driver, or starts it again: features, memory, every ring. */
  public void start() {
    for (int pair = 0; pair * 2 < vrings.size(); pair++) {
      frontEnd.setFeatures(wanted);
      if (pair == 0) {
        if (frontEnd.has(ProtocolFeatures.STATUS)) {
          frontEnd.getStatus();
          frontEnd.setStatus(STATUS_FEATURES_OK);
        }
        sendMemory();
      }
      vrings.subList(pair * 2, Math.min(pair * 2 + 2, vrings.size())).forEach(this::startRing);
    }
    if (frontEnd.has(ProtocolFeatures.STATUS)) {
      frontEnd.setStatus(STATUS_RUNNING);
    }
  }

  /**
   * With memory slots the back-end keeps its regions. Without, the table is sent at every start.
   */
  private void sendMemory() {
    if (!frontEnd.has(ProtocolFeatures.CONFIGURE_MEM_SLOTS)) {
      frontEnd.setMemTable(ram.regions());
    } else if (!memorySent) {
      ram.regions().forEach(frontEnd::addMemRegion);
    }
    memorySent = true;
  }

  /** Starts one ring whose kick is already signalled. */
  public void startRing(GuestVring vring) {
    vring.kick().signal();
    prepareRing(vring);
  }

  /** Starts one ring whose kick follows later, unless it was signalled already. */
  public void prepareRing(GuestVring vring) {
    describeRing(vring);
    frontEnd.setVringKick(vring.index(), vring.kick());
    frontEnd.setVringCall(vring.index(), vring.call());
  }

  /** Starts one ring that the back-end must poll. */
  public void startPolledRing(GuestVring vring) {
    describeRing(vring);
    frontEnd.setVringKick(vring.index());
    frontEnd.setVringCall(vring.index(), vring.call());
  }

  private void describeRing(GuestVring vring) {
    int i = vring.index();
    frontEnd.setVringNum(i, vring.queue().config().size());
    frontEnd.setVringBase(i, vring.base());
    frontEnd.setVringAddress(i, ram, vring.queue(), (wanted & Features.LOG_ALL) != 0);
  }

  /** Stops every ring and keeps its position for the next {@link #start}. */
  public void stop() {
    for (GuestVring vring : vrings) {
      vring.base(frontEnd.getVringBase(vring.index()));
    }
  }

  /**
   * Acts as the source of a migration, with running rings. From now on the back-end logs its writes
   * to guest memory and to the used rings.
   */
  public void startLogging(DirtyLogFile log) {
    frontEnd.setLogBase(log);
    log(true);
  }

  /** Ends the logging of writes. */
  public void stopLogging() {
    log(false);
  }

  private void log(boolean on) {
    wanted = on ? wanted | Features.LOG_ALL : wanted & ~Features.LOG_ALL;
    frontEnd.setFeatures(wanted);
    vrings.forEach(v -> frontEnd.setVringAddress(v.index(), ram, v.queue(), on));
  }

  /** Enables or disables a pair, as the guest's driver requests through its control queue. */
  public void enablePair(int pair, boolean on) {
    frontEnd.setVringEnable(2 * pair, on);
    frontEnd.setVringEnable(2 * pair + 1, on);
  }
}
