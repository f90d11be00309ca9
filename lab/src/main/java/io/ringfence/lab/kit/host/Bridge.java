package io.ringfence.lab.kit.host;

import io.ringfence.lab.LabException;

/** A bridge with the host's address, in this program's network namespace, and its TAPs. */
public final class Bridge implements AutoCloseable {
  private final String name;

  private Bridge(String name) {
    this.name = name;
  }

  /**
   * Creates the bridge and sets it and the loopback up. It forwards at once, and learns addresses
   * from frames, as a switch does.
   *
   * @throws LabException if the namespace already has a network of its own, or {@code ip} refuses
   */
  public static Bridge create(String name) {
    HostTap.checkPrivateNamespace();
    HostTap.ip("link", "add", "name", name, "type", "bridge", "forward_delay", "0");
    Bridge bridge = new Bridge(name);
    try {
      HostTap.disableIpv6(name);
      HostTap.ip("addr", "add", HostTap.HOST_ADDRESS + "/" + HostTap.PREFIX_LENGTH, "dev", name);
      HostTap.ip("link", "set", name, "up");
      HostTap.ip("link", "set", "lo", "up");
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
   * Creates a TAP with {@code queues} queues on the bridge, without an address. It is deleted with
   * the namespace.
   */
  public void addTap(String tap, int queues) {
    HostTap.add(tap, queues);
    HostTap.disableIpv6(tap);
    HostTap.ip("link", "set", tap, "master", name, "up");
  }

  @Override
  public void close() {
    HostTap.ip("link", "del", name);
  }
}
