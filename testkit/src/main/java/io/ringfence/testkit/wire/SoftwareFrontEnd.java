package io.ringfence.testkit.wire;

import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.memory.DirtyLogFile;
import io.ringfence.testkit.memory.GuestRam;
import io.ringfence.testkit.memory.GuestRegion;
import io.ringfence.testkit.os.NotificationFd;
import io.ringfence.testkit.ring.DriverQueue;
import java.util.List;

/**
 * A vhost-user front-end (vhost-user.rst): one method for each request, each reply checked.
 *
 * <p>It sends requests in any order. {@link io.ringfence.testkit.guest.GuestStart} has the order of
 * a real guest, {@link #socket()} sends bytes of any kind. A reply that breaks the protocol is a
 * {@link DeviceFault}, an acknowledgement other than 0 is {@link Refused}. The caller keeps its
 * descriptors.
 */
public final class SoftwareFrontEnd implements AutoCloseable {
  /** Longest wait for any reply. */
  public static final long TIMEOUT_MILLIS = 5_000;

  private static final int NO_DESCRIPTOR = 1 << 8; // of SET_VRING_KICK, _CALL and _ERR

  private final VhostSocket socket;
  private Acks acks = Acks.SOME;
  private long features;
  private long protocolFeatures;

  SoftwareFrontEnd(VhostSocket socket) {
    this.socket = socket;
  }

  /**
   * Connects to a back-end that listens at {@code path}. {@link Listener} accepts back-ends that
   * connect themselves.
   */
  public static SoftwareFrontEnd connect(String path) {
    return new SoftwareFrontEnd(VhostSocket.connect(path));
  }

  /** Takes over an open connection. */
  public static SoftwareFrontEnd over(VhostSocket socket) {
    return new SoftwareFrontEnd(socket);
  }

  /** Returns the connection, for bytes that this class does not send. */
  public VhostSocket socket() {
    return socket;
  }

  public SoftwareFrontEnd acks(Acks which) {
    acks = which;
    return this;
  }

  // One message, with and without a reply of its own
  // -----------------------------------------------------------------------------------------

  /** Sends a request that has no reply. Waits for its acknowledgement if it asks for one. */
  public void send(RequestCode request, byte[] payload, int... fds) {
    boolean acked = needsReply(request);
    socket.send(
        request.code(), VhostSocket.VERSION | (acked ? VhostSocket.NEED_REPLY : 0), payload, fds);
    if (acked) {
      long result = reply(request).u64();
      if (result != 0) {
        throw new Refused(request, result);
      }
    }
  }

  /** Sends a request that has a reply, and returns the reply. */
  public RawReply ask(RequestCode request, byte[] payload, int... fds) {
    boolean flagged = acks == Acks.ALWAYS && has(ProtocolFeatures.REPLY_ACK);
    socket.send(
        request.code(), VhostSocket.VERSION | (flagged ? VhostSocket.NEED_REPLY : 0), payload, fds);
    return reply(request);
  }

  private boolean needsReply(RequestCode request) {
    boolean wanted =
        switch (request) {
          case SET_MEM_TABLE, ADD_MEM_REG, REM_MEM_REG, NET_SET_MTU -> acks != Acks.NEVER;
          default -> acks == Acks.ALWAYS;
        };
    return wanted && has(ProtocolFeatures.REPLY_ACK);
  }

  private RawReply reply(RequestCode request) {
    RawReply reply = socket.read(TIMEOUT_MILLIS);
    if (reply.request() != request.code() || reply.flags() != RawReply.FLAGS) {
      throw new DeviceFault(reply + ": a reply to " + request + " with flags 0x5 was due");
    }
    return reply;
  }

  // Negotiation
  // ------------------------------------------------------------------------------------------------------------------------------

  /** Returns the features that the back-end offers. */
  public long getFeatures() {
    return ask(RequestCode.GET_FEATURES, Payload.empty()).u64();
  }

  public void setFeatures(long bits) {
    features = bits;
    send(RequestCode.SET_FEATURES, Payload.u64(bits));
  }

  /** Returns the protocol features that the back-end offers. */
  public long getProtocolFeatures() {
    return ask(RequestCode.GET_PROTOCOL_FEATURES, Payload.empty()).u64();
  }

  /** Sets protocol features. The front-end itself follows them from now on. */
  public void setProtocolFeatures(long bits) {
    protocolFeatures = bits;
    send(RequestCode.SET_PROTOCOL_FEATURES, Payload.u64(bits));
  }

  /** Returns the features set last. */
  public long features() {
    return features;
  }

  /** Returns the protocol features set last. */
  public long protocolFeatures() {
    return protocolFeatures;
  }

  /** Returns whether all these protocol features were set. */
  public boolean has(long protocolBits) {
    return (protocolFeatures & protocolBits) == protocolBits;
  }

  public void setOwner() {
    send(RequestCode.SET_OWNER, Payload.empty());
  }

  public void resetOwner() {
    send(RequestCode.RESET_OWNER, Payload.empty());
  }

  public void resetDevice() {
    send(RequestCode.RESET_DEVICE, Payload.empty());
  }

  /** Returns the number of queue pairs that the back-end can serve. */
  public long getQueueNum() {
    return ask(RequestCode.GET_QUEUE_NUM, Payload.empty()).u64();
  }

  public long getStatus() {
    return ask(RequestCode.GET_STATUS, Payload.empty()).u64();
  }

  /** Sets the device status field (VIRTIO 1.3, 2.1). */
  public void setStatus(int status) {
    send(RequestCode.SET_STATUS, Payload.u64(status));
  }

  // Memory
  // -----------------------------------------------------------------------------------------------------------------------------------

  public void setMemTable(List<GuestRegion> regions) {
    int[] fds = regions.stream().mapToInt(GuestRegion::fd).toArray();
    send(RequestCode.SET_MEM_TABLE, Payload.memoryTable(regions), fds);
  }

  public long getMaxMemSlots() {
    return ask(RequestCode.GET_MAX_MEM_SLOTS, Payload.empty()).u64();
  }

  public void addMemRegion(GuestRegion region) {
    send(RequestCode.ADD_MEM_REG, Payload.memoryRegion(region), region.fd());
  }

  public void removeMemRegion(GuestRegion region) {
    send(RequestCode.REM_MEM_REG, Payload.memoryRegion(region));
  }

  /** Passes a dirty log, and waits for the reply that this message always has with LOG_SHMFD. */
  public void setLogBase(DirtyLogFile log) {
    byte[] payload = Payload.log(log.bytes(), log.offset());
    if (has(ProtocolFeatures.LOG_SHMFD)) {
      ask(RequestCode.SET_LOG_BASE, payload, log.fd());
    } else {
      send(RequestCode.SET_LOG_BASE, payload, log.fd());
    }
  }

  public void setLogFd(NotificationFd event) {
    send(RequestCode.SET_LOG_FD, Payload.empty(), event.fd());
  }

  // Rings
  // ------------------------------------------------------------------------------------------------------------------------------------

  public void setVringNum(int index, int descriptors) {
    send(RequestCode.SET_VRING_NUM, Payload.vringState(index, descriptors));
  }

  public void setVringBase(int index, int base) {
    send(RequestCode.SET_VRING_BASE, Payload.vringState(index, base));
  }

  /** Stops the ring. Returns its position in the format of SET_VRING_BASE. */
  public int getVringBase(int index) {
    return ask(RequestCode.GET_VRING_BASE, Payload.vringState(index, 0)).vringNum(index);
  }

  /**
   * Sends the areas of a queue by user address; {@code logged} requests writes to the used ring in
   * the dirty log.
   */
  public void setVringAddress(int index, GuestRam ram, DriverQueue queue, boolean logged) {
    long desc = ram.userAddress(queue.descAddress());
    long used = ram.userAddress(queue.usedAddress());
    long avail = ram.userAddress(queue.availAddress());
    long log = logged ? queue.usedAddress() : 0;
    send(
        RequestCode.SET_VRING_ADDR,
        Payload.vringAddress(index, logged ? 1 : 0, desc, used, avail, log));
  }

  public void setVringKick(int index, NotificationFd kick) {
    send(RequestCode.SET_VRING_KICK, Payload.u64(index), kick.fd());
  }

  /** Sends SET_VRING_KICK without a descriptor: the back-end must poll the ring. */
  public void setVringKick(int index) {
    send(RequestCode.SET_VRING_KICK, Payload.u64(index | NO_DESCRIPTOR));
  }

  public void setVringCall(int index, NotificationFd call) {
    send(RequestCode.SET_VRING_CALL, Payload.u64(index), call.fd());
  }

  public void setVringErr(int index, NotificationFd err) {
    send(RequestCode.SET_VRING_ERR, Payload.u64(index), err.fd());
  }

  public void setVringEnable(int index, boolean on) {
    send(RequestCode.SET_VRING_ENABLE, Payload.vringState(index, on ? 1 : 0));
  }

  // Network
  // ----------------------------------------------------------------------------------------------------------------------------------

  /** Asks the back-end to announce a MAC address after a migration. */
  public void sendRarp(byte[] mac) {
    send(RequestCode.SEND_RARP, Payload.mac(mac));
  }

  public void netSetMtu(int bytes) {
    send(RequestCode.NET_SET_MTU, Payload.u64(bytes));
  }

  @Override
  public void close() {
    socket.close();
  }
}
