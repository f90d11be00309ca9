package io.ringfence.ring;

import io.ringfence.jcstress.Primitives;
import java.lang.foreign.MemorySegment;

/** Realm code, in this package because {@link Barriers} is its alone. */
public final class RealmPrimitives implements Primitives {
  /** For {@link BarrierRealm#instantiate}. */
  public RealmPrimitives() {}

  @Override
  public void publish(MemorySegment memory, long offset, int value) {
    Barriers.publishUsedFlags(memory.address() + offset, value);
  }

  @Override
  public int observe(MemorySegment memory, long offset) {
    return Barriers.observeDescriptorFlags(memory.address() + offset);
  }

  @Override
  public int loadAfterStore(MemorySegment memory, long offset) {
    return Barriers.driverEventSuppression(memory.address() + offset);
  }
}
