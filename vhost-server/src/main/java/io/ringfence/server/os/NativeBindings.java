package io.ringfence.server.os;

/** The way into the C library, made before it is first needed. */
public final class NativeBindings {
  private NativeBindings() {}

  /** Makes it, by the first call. */
  public static void link() {
    if (Libc.PAGE_BYTES <= 0) {
      throw new IllegalStateException("pages of %d bytes".formatted(Libc.PAGE_BYTES));
    }
  }
}
