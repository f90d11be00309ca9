package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringfence.ring.queue.Barriers;
import java.lang.ref.WeakReference;
import org.junit.jupiter.api.Test;

class BarrierRealmTest {
  private static final String QUEUE = RealmDeviceQueue.class.getName();

  @Test
  void twoRealmsHaveClassesOfTheirOwn() throws Exception {
    BarrierRealm smp = Realms.of("smp", RealmDeviceQueue.class);
    BarrierRealm mandatory = Realms.of("mandatory", RealmDeviceQueue.class);
    for (String name :
        new String[] {"Barriers", "Virtqueue", "SplitQueue", "PackedQueue", "SharedField"}) {
      Class<?> one = smp.loadClass("io.ringfence.ring.queue." + name);
      Class<?> other = mandatory.loadClass("io.ringfence.ring.queue." + name);
      assertThat(one).isNotSameAs(other).isSameAs(smp.loadClass(one.getName()));
      assertThat(one).isNotSameAs(Class.forName(one.getName()));
    }
    assertThat(smp.instantiate(RealmDevice.class, QUEUE).getClass())
        .isNotSameAs(mandatory.instantiate(RealmDevice.class, QUEUE).getClass())
        .isNotSameAs(RealmDeviceQueue.class);
  }

  @Test
  void whatRealmsExchangeIsShared() throws Exception {
    BarrierRealm realm = Realms.of("smp", RealmDeviceQueue.class);
    assertThat(realm.loadClass(Chain.class.getName())).isSameAs(Chain.class);
    assertThat(realm.loadClass(GuestMemory.class.getName())).isSameAs(GuestMemory.class);
    assertThat(realm.loadClass(RealmDevice.class.getName())).isSameAs(RealmDevice.class);
  }

  @Test
  void theCodeOfARealmKnowsItsPolicy() throws Exception {
    BarrierRealm realm = Realms.of("dose:9", RealmDeviceQueue.class);
    Class<?> barriers = realm.loadClass("io.ringfence.ring.queue.Barriers");
    assertThat(BarrierRealm.policyOf(barriers)).isEqualTo(BarrierPolicy.parse("dose:9"));
    assertThat(realm.policy().dose().count()).isEqualTo(9);
    assertThat(BarrierRealm.policyOf(Barriers.class)).isSameAs(BarrierPolicy.DEFAULT);
    assertThat(BarrierPolicy.DEFAULT.spec()).isEqualTo("auto");
  }

  @Test
  void onlyRealmCodeIsInstantiated() {
    BarrierRealm realm = Realms.of("smp");
    assertThatThrownBy(() -> realm.instantiate(RealmDevice.class, QUEUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(QUEUE + " is not a class of this realm");
    BarrierRealm abstractCode = Realms.of("smp", RealmDevice.class);
    assertThatThrownBy(() -> abstractCode.instantiate(Object.class, RealmDevice.class.getName()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(RealmDevice.class.getName() + " needs a public constructor without parameters");
  }

  @Test
  void aClassThatDoesNotExistIsNotFound() {
    BarrierRealm realm =
        new BarrierRealm(
            BarrierPolicy.DEFAULT,
            java.util.Set.of("no.such.Code")::contains,
            getClass().getClassLoader());
    assertThatThrownBy(() -> realm.loadClass("no.such.Code"))
        .isInstanceOf(ClassNotFoundException.class)
        .hasMessage("no.such.Code");
  }

  /** Swapping for ever must not fill the metaspace. */
  @Test
  void aRealmThatIsNoLongerUsedIsForgotten() {
    WeakReference<BarrierRealm> realm = new WeakReference<>(used());
    io.ringfence.testkit.Await.until(
        "the realm to be collected",
        20_000,
        () -> {
          System.gc();
          return realm.refersTo(null);
        },
        () -> "still referenced");
  }

  private static BarrierRealm used() {
    BarrierRealm realm = Realms.of("smp", RealmDeviceQueue.class);
    try (var ring = DrivenRing.of(false, 8)) {
      realm
          .instantiate(RealmDevice.class, QUEUE)
          .start(ring.config(), ring.memory(), ring.start())
          .requestKicks();
    }
    return realm;
  }
}
