package io.ringfence.server.os;

/** Links the C library before its first use. */
public final class NativeBindings {
  private NativeBindings() {}

  /** Links it, by a first call. */
  public static void link() {
    LibcFunction.ofInt("getpid").call();
  }
}
