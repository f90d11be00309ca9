package io.ringfence.server.session;

import io.ringfence.protocol.ProtocolFeature;
import io.ringfence.protocol.Reply;
import io.ringfence.protocol.Request;
import io.ringfence.protocol.RequestType;
import io.ringfence.protocol.VirtioFeature;
import io.ringfence.server.device.Device;
import io.ringfence.server.device.Offer;
import io.ringfence.server.memory.MemoryTable;
import io.ringfence.server.memory.SharedDirtyLog;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.request.FdTable;
import io.ringfence.server.request.ReceivedFds;
import io.ringfence.server.request.RefusedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One front-end: its negotiated features, and its {@link Device}. Answers requests in sequence. */
final class RequestExecutor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RequestExecutor.class);

  /** Largest log: one bit per 4096 bytes of the processors' address space. */
  private static final long MOST_LOG_BYTES = 1L << 37;

  private final int id;
  private final Offer offer;
  private final Device device;
  private long protocolFeatures;
  private int status;
  private Fd backendChannel; // for the back-end's own requests, of which there are none yet

  RequestExecutor(int id, Offer offer, Device device) {
    this.id = id;
    this.offer = offer;
    this.device = device;
  }

  /** Returns whether requested acknowledgements must be sent. */
  boolean acknowledges() {
    return ProtocolFeature.REPLY_ACK.in(protocolFeatures);
  }

  /**
   * Executes a request.
   *
   * @param fds the descriptors that came with it
   * @return the reply; null if the request has none of its own
   * @throws RefusedException if it cannot be executed
   */
  byte[] handle(Request request, ReceivedFds fds) throws RefusedException {
    return switch (request) {
      case Request.GetFeatures r -> Reply.u64(RequestType.GET_FEATURES, offer.features());
      case Request.SetFeatures r -> done(() -> setFeatures(r.features()));
      case Request.GetProtocolFeatures r ->
          Reply.u64(RequestType.GET_PROTOCOL_FEATURES, offer.protocolFeatures());
      case Request.SetProtocolFeatures r -> done(() -> setProtocolFeatures(r.features()));
      case Request.GetQueueNum r -> Reply.u64(RequestType.GET_QUEUE_NUM, offer.pairs());
      case Request.SetOwner r -> null;
      case Request.ResetOwner r -> done(device::disableAll);

      case Request.SetMemTable r ->
          done(() -> device.replace(MemoryTable.of(r.regions(), fds.takeAll())));
      case Request.AddMemReg r -> done(() -> device.addRegion(r.region(), fds.take()));
      case Request.RemMemReg r -> done(() -> device.removeRegion(r.region()));
      case Request.GetMaxMemSlots r ->
          Reply.u64(RequestType.GET_MAX_MEM_SLOTS, MemoryTable.MOST_SLOTS);

      case Request.SetVringNum r -> done(() -> device.vring(r.index()).setSize(r.size()));
      case Request.SetVringAddr r -> done(() -> device.setAddress(r));
      case Request.SetVringBase r -> done(() -> device.vring(r.index()).setBase(r.base()));
      case Request.GetVringBase r ->
          Reply.vringBase(r.index(), device.stop(device.vring(r.index())));
      case Request.SetVringKick r -> done(() -> setKick(r.index(), fds));
      case Request.SetVringCall r -> done(() -> setCall(r.index(), fds));
      case Request.SetVringErr r -> done(() -> setErr(r.index(), fds));
      case Request.SetVringEnable r -> done(() -> device.vring(r.index()).enable(r.enabled()));

      case Request.SetLogBase r -> setLog(r, fds);
      case Request.SetLogFd r -> null; // never signalled, and closed with the message
      case Request.SendRarp r -> done(() -> device.announce(r.mac()));
      case Request.NetSetMtu r -> done(() -> offer.checkMtu(r.mtu()));
      case Request.SetBackendReqFd r -> done(() -> setBackendChannel(fds.take()));
      case Request.ResetDevice r -> done(this::reset);

      case Request.SetStatus r -> done(() -> status = r.status());
      case Request.GetStatus r -> Reply.u64(RequestType.GET_STATUS, status);

      case Request.GetConfig r -> Reply.configRefused();
      case Request.SetConfig r -> throw notOffered("SET_CONFIG");
      case Request.IotlbMsg r -> throw notOffered("IOTLB_MSG");
      case Request.NotOffered r -> throw notOffered(r.type().name());
      case Request.UnknownRequest r -> throw notOffered("request " + r.code());
    };
  }

  private interface Action {
    void run() throws RefusedException;
  }

  private static byte[] done(Action action) throws RefusedException {
    action.run();
    return null;
  }

  private static RefusedException notOffered(String what) {
    return new RefusedException(what + ": not offered; allowed are the features that were offered");
  }

  private void checkOffered(long accepted) throws RefusedException {
    long foreign = accepted & ~offer.features();
    if (foreign != 0) {
      throw new RefusedException(
          "features %s were not offered; offered are %s"
              .formatted(VirtioFeature.format(foreign), VirtioFeature.format(offer.features())));
    }
  }

  private void setFeatures(long accepted) throws RefusedException {
    checkOffered(accepted);
    if (accepted != device.features()) {
      LOG.info("features accepted session={} features={}", id, VirtioFeature.format(accepted));
      device.setFeatures(accepted);
    }
  }

  private void setProtocolFeatures(long accepted) throws RefusedException {
    long foreign = accepted & ~offer.protocolFeatures();
    if (foreign != 0) {
      throw new RefusedException(
          "protocol features %s were not offered; offered are %s"
              .formatted(
                  ProtocolFeature.format(foreign),
                  ProtocolFeature.format(offer.protocolFeatures())));
    }
    protocolFeatures = accepted;
  }

  // The descriptor is checked before the ring is looked up, since the lookup creates a missing
  // ring.

  private void setKick(int ring, ReceivedFds fds) throws RefusedException {
    device.checkRing(ring);
    EventFd kick = fds.takeKick();
    device.setKick(device.vring(ring), kick);
  }

  private void setCall(int ring, ReceivedFds fds) throws RefusedException {
    device.checkRing(ring);
    EventFd call = fds.takeSignal("call");
    device.vring(ring).setCall(call);
  }

  private void setErr(int ring, ReceivedFds fds) throws RefusedException {
    device.checkRing(ring);
    EventFd err = fds.takeSignal("err");
    device.vring(ring).setErr(err);
  }

  /** Sets the log. Its reply is sent whether or not the front-end requested one. */
  private byte[] setLog(Request.SetLogBase request, ReceivedFds fds) throws RefusedException {
    if (request.size() > MOST_LOG_BYTES) {
      throw new RefusedException(
          "dirty log of %d bytes; allowed are %d, which reach up to guest address 2^52"
              .formatted(request.size(), MOST_LOG_BYTES));
    }
    device.setLog(SharedDirtyLog.map(fds.take(), request.offset(), request.size()));
    LOG.info("dirty log session={} bytes={}", id, request.size());
    return Reply.u64(RequestType.SET_LOG_BASE, 0);
  }

  private void setBackendChannel(Fd channel) {
    closeBackendChannel();
    backendChannel = channel;
  }

  private void closeBackendChannel() {
    if (backendChannel != null) {
      backendChannel.close();
    }
  }

  private void reset() {
    device.reset();
    status = 0;
  }

  /** Records the session for another process. */
  SessionRecord record(long pid, int socket, FdTable fds) {
    return new SessionRecord(
        id, pid, socket, protocolFeatures, status, fds.put(backendChannel), device.record(fds));
  }

  /**
   * Restores what another process recorded.
   *
   * @throws RefusedException if it differs from this process's offer, or a resource is missing
   */
  void restore(SessionRecord record, FdTable fds) throws RefusedException {
    setProtocolFeatures(record.protocolFeatures());
    checkOffered(record.device().features());
    status = record.status();
    backendChannel = fds.take(record.backendChannel());
    device.restore(record.device(), fds);
  }

  /** Closes everything without any effect on the front-end, which is another process's now. */
  void abandon() {
    device.abandon();
    closeBackendChannel();
  }

  @Override
  public void close() {
    device.close();
    closeBackendChannel();
  }
}
