package io.ringfence.server.pair;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A count that one thread adds to and any thread may read. */
public final class Counter {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // through VALUE
  private long value;

  /** Adds; for the owning thread alone. */
  public void add(long n) {
    VALUE.setOpaque(this, (long) VALUE.getOpaque(this) + n);
  }

  /** The sum so far. */
  public long get() {
    return (long) VALUE.getOpaque(this);
  }
}
