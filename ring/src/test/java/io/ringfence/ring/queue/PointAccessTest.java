package io.ringfence.ring.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.BarrierRealm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PointAccessTest {
  @Test
  void aRealmThatNamesItDefinesItForItsPolicy() throws ClassNotFoundException {
    BarrierPolicy policy = BarrierPolicy.parse("mandatory");
    String name = PointAccess.class.getName();
    var realm =
        new BarrierRealm(policy, Set.of(name)::contains, PointAccess.class.getClassLoader());

    Class<?> inside = realm.loadClass(name);

    assertThat(inside).isNotSameAs(PointAccess.class);
    assertThat(BarrierRealm.policyOf(inside)).isEqualTo(policy);
  }

  @Test
  void eachPointReachesTheWordAtItsAddress() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment word = arena.allocate(ValueLayout.JAVA_INT);

      PointAccess.publishUsedFlags(word.address(), 0x8001_0002);

      assertThat(word.get(ValueLayout.JAVA_INT, 0)).isEqualTo(0x8001_0002);
      assertThat(PointAccess.observeDescriptorFlags(word.address())).isEqualTo(2);
      assertThat(PointAccess.driverEventSuppression(word.address())).isEqualTo(0x8001_0002);
    }
  }
}
