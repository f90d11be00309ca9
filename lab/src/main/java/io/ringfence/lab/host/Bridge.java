package io.ringfence.lab.host;

import io.ringfence.lab.LabException;

/**
 * A bridge with the host's address, in the network namespace this program runs in, and its TAPs.
 */
public final class Bridge implements AutoCloseable {
  private final String name;

  private Bridge(String name) {
    this.name = name;
  }

  /**
   * Makes the bridge and sets it and the loopback up. It forwards at once, and learns where an
   * address is from the frames it sees, as a switch does.
   *
   * @throws LabException when the namespace has a network of its own already, or {@code ip} refuses
   */
  public static Bridge create(String name) {
    Tap.checkPrivateNamespace();
    Tap.ip("link", "add", "name", name, "type", "bridge", "forward_delay", "0");
    Bridge bridge = new Bridge(name);
    try {
      Tap.disableIpv6(name);
      Tap.ip("addr", "add", Tap.HOST_ADDRESS + "/" + Tap.PREFIX_LENGTH, "dev", name);
      Tap.ip("link", "set", name, "up");
      Tap.ip("link", "set", "lo", "up");
      return bridge;
    } catch (LabException e) {
      bridge.close();
      throw e;
    }
  }

  public String name() {
    return name;
  }

  /**
   * Makes a TAP of so many queues on the bridge, without an address; it goes with the namespace.
   */
  public void addTap(String tap, int queues) {
    Tap.add(tap, queues);
    Tap.disableIpv6(tap);
    Tap.ip("link", "set", tap, "master", name, "up");
  }

  @Override
  public void close() {
    Tap.ip("link", "del", name);
  }
}
