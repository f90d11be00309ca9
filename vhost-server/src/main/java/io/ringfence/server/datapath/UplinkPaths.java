package io.ringfence.server.datapath;

import io.ringfence.server.uplink.Port;
import java.util.HashMap;
import java.util.Map;

/** Realm code: the uplinks' parts of data paths, as this realm compiles them. */
final class UplinkPaths {
  private static final Map<String, UplinkPath> PATHS = new HashMap<>();

  private UplinkPaths() {}

  /** Returns the part of a port's uplink, which this realm's class loader defines. */
  static synchronized UplinkPath of(Port port) {
    return PATHS.computeIfAbsent(port.path().getName(), UplinkPaths::load);
  }

  private static UplinkPath load(String className) {
    try {
      var loader = UplinkPaths.class.getClassLoader();
      return (UplinkPath)
          Class.forName(className, true, loader).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          className + " needs to be public, with a public constructor without parameters", e);
    }
  }
}
