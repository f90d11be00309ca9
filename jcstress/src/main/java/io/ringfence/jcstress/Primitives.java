package io.ringfence.jcstress;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import io.ringfence.ring.queue.PointAccess;
import java.lang.foreign.MemorySegment;
import java.util.Set;

/** The operations of the device at ordering points of the packed ring, under one policy. */
public interface Primitives {
  /** K2: writes a word that publishes the earlier writes. */
  void publish(MemorySegment memory, long offset, int value);

  /** K1: reads a half word that publishes the words after it. */
  int observe(MemorySegment memory, long offset);

  /** K3: reads a word after an earlier store. */
  int loadAfterStore(MemorySegment memory, long offset);

  /** Returns the primitives of the ring code, compiled for a policy in a realm of its own. */
  static Primitives of(String policy) {
    String code = RealmPrimitives.class.getName();
    return new BarrierRealm(
            BarrierPolicy.parse(policy),
            Set.of(code, PointAccess.class.getName())::contains,
            Primitives.class.getClassLoader())
        .instantiate(Primitives.class, code);
  }
}
