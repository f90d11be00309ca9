package io.ringfence.server.os;

import java.lang.foreign.Arena;

/** Network interfaces of the network namespace that this process is in. */
public final class NetworkInterfaces {
  private static final LibcFunction IF_NAMETOINDEX = LibcFunction.ofInt("if_nametoindex");

  private NetworkInterfaces() {}

  /** Whether there is an interface of a name. A mounted sysfs may show another namespace's. */
  public static boolean exists(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return IF_NAMETOINDEX.call(arena.allocateFrom(name).address()) > 0;
    }
  }
}
