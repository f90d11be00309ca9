package io.ringfence.server.os;

import java.lang.invoke.MethodHandles;
import java.util.List;

/** The native bindings of a daemon, linked before they are first called. */
public final class NativeBindings {
  private static final List<Class<?>> NEEDED_TO_LISTEN =
      List.of(Fd.class, Epoll.class, EventFd.class);
  private static final List<Class<?>> NEEDED_BY_A_SESSION =
      List.of(UnixMessages.class, FileRange.class, Mappings.class);

  private NativeBindings() {}

  /** Links them all, those that are needed first before the others. */
  public static void link() {
    NEEDED_TO_LISTEN.forEach(NativeBindings::initialize);
    NEEDED_BY_A_SESSION.forEach(NativeBindings::initialize);
  }

  private static void initialize(Class<?> bindings) {
    try {
      MethodHandles.lookup().ensureInitialized(bindings);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(bindings + " is not of this package", e);
    }
  }
}
