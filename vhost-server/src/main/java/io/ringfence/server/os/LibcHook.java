package io.ringfence.server.os;

import java.lang.invoke.MethodHandle;
import java.util.function.UnaryOperator;

/**
 * Replaces the call sequence of {@link LibcFunction}, for tests that inject errors, in a separate
 * JVM. It is read once, when the sequence is linked. Afterwards the sequence is a constant, without
 * cost on the data path.
 */
final class LibcHook {
  private static UnaryOperator<MethodHandle> hook = UnaryOperator.identity();
  private static boolean linked;

  private LibcHook() {}

  /**
   * Sets the hook.
   *
   * @throws IllegalStateException after the sequence was linked, when it would have no effect
   */
  static synchronized void install(UnaryOperator<MethodHandle> newHook) {
    if (linked) {
      throw new IllegalStateException("the C library was already called");
    }
    hook = newHook;
  }

  static synchronized MethodHandle linked(MethodHandle call) {
    linked = true;
    return hook.apply(call);
  }
}
