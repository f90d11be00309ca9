package io.ringfence.server.os;

/** The way into the C library, made before it is first needed. */
public final class NativeBindings {
  private NativeBindings() {}

  /** Makes it, by the first call. */
  public static void link() {
    LibcFunction.ofInt("getpid").call();
  }
}
