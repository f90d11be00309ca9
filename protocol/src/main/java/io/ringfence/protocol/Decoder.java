package io.ringfence.protocol;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Turns a message into a {@link Request}, or throws with the reason. Holds no state. */
public final class Decoder {
  private Decoder() {}

  /**
   * Checks a message's payload size and number of file descriptors against the table. A message
   * that the table refuses is thus neither read nor kept. Unknown requests pass.
   */
  public static void check(Header header, int fdCount) throws ProtocolException {
    Optional<RequestType> type = RequestType.of(header.request());
    if (type.isPresent()) {
      type.get().check(header.size(), fdCount);
    }
  }

  /**
   * Decodes a message. Reads the payload once and does not keep it.
   *
   * @param header as {@link Header#read} returned it
   * @param payload exactly {@code header.size()} bytes
   * @param fdCount file descriptors that came with the message
   * @throws ProtocolException if the message is not allowed in any state of the session
   */
  public static Request decode(Header header, MemorySegment payload, int fdCount)
      throws ProtocolException {
    if (payload.byteSize() != header.size()) {
      throw new IllegalArgumentException(
          "payload of %d bytes, size in the header %d"
              .formatted(payload.byteSize(), header.size()));
    }
    check(header, fdCount);
    Optional<RequestType> type = RequestType.of(header.request());
    return type.isEmpty()
        ? new Request.UnknownRequest(header.request())
        : decode(type.get(), payload, fdCount);
  }

  private static Request decode(RequestType type, MemorySegment payload, int fdCount)
      throws ProtocolException {
    return switch (type) {
      case GET_FEATURES -> new Request.GetFeatures();
      case SET_FEATURES -> new Request.SetFeatures(Wire.u64(payload, 0));
      case SET_OWNER -> new Request.SetOwner();
      case RESET_OWNER -> new Request.ResetOwner();
      case SET_MEM_TABLE -> MemoryMessages.setMemTable(payload, fdCount);
      case SET_LOG_BASE -> MemoryMessages.setLogBase(payload);
      case SET_LOG_FD -> new Request.SetLogFd();
      case SET_VRING_NUM -> VringMessages.setNum(payload);
      case SET_VRING_ADDR -> VringMessages.setAddr(payload);
      case SET_VRING_BASE -> VringMessages.setBase(payload);
      case GET_VRING_BASE -> VringMessages.getBase(payload);
      case SET_VRING_KICK -> VringMessages.setKick(payload, fdCount);
      case SET_VRING_CALL -> VringMessages.setCall(payload, fdCount);
      case SET_VRING_ERR -> VringMessages.setErr(payload, fdCount);
      case GET_PROTOCOL_FEATURES -> new Request.GetProtocolFeatures();
      case SET_PROTOCOL_FEATURES -> new Request.SetProtocolFeatures(Wire.u64(payload, 0));
      case GET_QUEUE_NUM -> new Request.GetQueueNum();
      case SET_VRING_ENABLE -> VringMessages.setEnable(payload);
      case SEND_RARP -> DeviceMessages.sendRarp(payload);
      case NET_SET_MTU -> new Request.NetSetMtu(Wire.u64(payload, 0));
      case SET_BACKEND_REQ_FD -> new Request.SetBackendReqFd();
      case IOTLB_MSG -> MemoryMessages.iotlb(payload);
      case GET_CONFIG -> DeviceMessages.getConfig(payload);
      case SET_CONFIG -> DeviceMessages.setConfig(payload);
      case RESET_DEVICE -> new Request.ResetDevice();
      case GET_MAX_MEM_SLOTS -> new Request.GetMaxMemSlots();
      case ADD_MEM_REG -> new Request.AddMemReg(MemoryRegion.read(payload, 8));
      case REM_MEM_REG -> new Request.RemMemReg(MemoryRegion.read(payload, 8));
      case SET_STATUS -> DeviceMessages.setStatus(payload);
      case GET_STATUS -> new Request.GetStatus();
      case POSTCOPY_ADVISE,
          POSTCOPY_LISTEN,
          POSTCOPY_END,
          GET_INFLIGHT_FD,
          SET_INFLIGHT_FD,
          SET_DEVICE_STATE_FD,
          CHECK_DEVICE_STATE ->
          new Request.NotOffered(type);
    };
  }
}
