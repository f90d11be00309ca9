package io.ringfence.server.os;

import java.lang.foreign.Arena;

/** Network interfaces of this process's network namespace. */
public final class NetworkInterfaces {
  private static final LibcFunction IF_NAMETOINDEX = LibcFunction.ofInt("if_nametoindex");

  private NetworkInterfaces() {}

  /**
   * Returns whether an interface of that name exists. A mounted sysfs may show another namespace's,
   * so it is not used.
   */
  public static boolean exists(String name) {
    try (Arena arena = Arena.ofConfined()) {
      return IF_NAMETOINDEX.call(arena.allocateFrom(name).address()) > 0;
    }
  }
}
