package io.ringfence.server.session;

import io.ringfence.protocol.VirtioFeature;
import java.util.List;

/**
 * A connected front-end, to be looked at.
 *
 * @param id number of the session, from 1
 * @param peer process id of the front-end, as the kernel tells it
 * @param device its device
 */
public record FrontEnd(int id, long peer, Device device) {
  /** Accepted features by name, joined by {@code |}. */
  public String features() {
    return VirtioFeature.format(device.features());
  }

  /** The rings it has spoken of. */
  public List<Vring> vrings() {
    return device.vrings();
  }
}
