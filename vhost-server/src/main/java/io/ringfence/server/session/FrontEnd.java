package io.ringfence.server.session;

import io.ringfence.server.device.Device;
import io.ringfence.server.device.Vring;
import java.util.List;

/**
 * A snapshot of a connected front-end.
 *
 * @param id number of the session, from 1
 * @param peer process id of the front-end, as the kernel reports it
 * @param device its device
 */
public record FrontEnd(int id, long peer, Device device) {
  /** Returns the accepted features, a mask of {@link io.ringfence.protocol.VirtioFeature}. */
  public long features() {
    return device.features();
  }

  /** Returns the bytes of memory that it shares. */
  public long memoryBytes() {
    return device.memoryBytes();
  }

  /** Returns the rings that it has set up. */
  public List<Vring> vrings() {
    return device.vrings();
  }
}
