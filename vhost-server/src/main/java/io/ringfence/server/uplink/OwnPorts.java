package io.ringfence.server.uplink;

import java.util.List;

/**
 * An attachment with one port per queue pair, without resources to close.
 *
 * @param ports in the order of the queue pairs
 */
public record OwnPorts(List<? extends Port> ports) implements Attachment {
  @Override
  public Port port(int pair) {
    return ports.get(pair);
  }

  @Override
  public void close() {}
}
