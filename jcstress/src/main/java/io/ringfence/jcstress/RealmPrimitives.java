package io.ringfence.jcstress;

import io.ringfence.ring.queue.PointAccess;
import java.lang.foreign.MemorySegment;

/** Realm code: the primitives of its realm's policy. */
public final class RealmPrimitives implements Primitives {
  /** Called by {@link io.ringfence.ring.BarrierRealm#instantiate}. */
  public RealmPrimitives() {}

  @Override
  public void publish(MemorySegment memory, long offset, int value) {
    PointAccess.publishUsedFlags(memory.address() + offset, value);
  }

  @Override
  public int observe(MemorySegment memory, long offset) {
    return PointAccess.observeDescriptorFlags(memory.address() + offset);
  }

  @Override
  public int loadAfterStore(MemorySegment memory, long offset) {
    return PointAccess.driverEventSuppression(memory.address() + offset);
  }
}
