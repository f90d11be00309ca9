package io.ringfence.jcstress;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import io.ringfence.ring.queue.PointAccess;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** What the device executes at ordering points of the packed ring, under one policy. */
public interface Primitives {
  /** K2: writes a word that says that what was written before is there. */
  void publish(MemorySegment memory, long offset, int value);

  /** K1: reads a half word that says that what follows is there. */
  int observe(MemorySegment memory, long offset);

  /** K3: reads a word after an earlier store. */
  int loadAfterStore(MemorySegment memory, long offset);

  /** The real ones, compiled for a policy in a realm of its own. */
  static Primitives of(String policy) {
    String code = RealmPrimitives.class.getName();
    return new BarrierRealm(
            BarrierPolicy.parse(policy),
            Set.of(code, PointAccess.class.getName())::contains,
            Primitives.class.getClassLoader())
        .instantiate(Primitives.class, code);
  }
}
