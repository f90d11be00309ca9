package io.ringfence.server.session;

import io.ringfence.server.device.Device;
import io.ringfence.server.device.Vring;
import java.util.List;

/**
 * A connected front-end, to be looked at.
 *
 * @param id number of the session, from 1
 * @param peer process id of the front-end, as the kernel tells it
 * @param device its device
 */
public record FrontEnd(int id, long peer, Device device) {
  /** Accepted features, a mask of {@link io.ringfence.protocol.VirtioFeature}. */
  public long features() {
    return device.features();
  }

  /** Bytes of memory that it shares. */
  public long memoryBytes() {
    return device.memoryBytes();
  }

  /** The rings it has spoken of. */
  public List<Vring> vrings() {
    return device.vrings();
  }
}
