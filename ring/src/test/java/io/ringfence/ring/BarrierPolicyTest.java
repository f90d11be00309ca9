package io.ringfence.ring;

import static io.ringfence.ring.OrderingPoint.K3;
import static io.ringfence.ring.OrderingPoint.K6;
import static io.ringfence.ring.OrderingPoint.S5;
import static io.ringfence.ring.OrderingPoint.S6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BarrierPolicyTest {
  private static final String FORMS =
      "a policy is one of none, acqrel, auto, smp, smp-rel, dma, mandatory, seqcst, stub-nop,"
          + " stub:auto, stub:smp, stub:dma, dose:N, dose:mb:N, dose:rmb:N (0 to 100000) or"
          + " custom:POINT=POLICY[*N],... (1 to 100000)";

  static List<String> names() {
    return BarrierPolicy.names();
  }

  @Test
  void theNamesAreThoseOfTheDocumentation() {
    assertThat(names())
        .containsExactly(
            "none",
            "acqrel",
            "auto",
            "smp",
            "smp-rel",
            "dma",
            "mandatory",
            "seqcst",
            "stub-nop",
            "stub:auto",
            "stub:smp",
            "stub:dma");
  }

  @ParameterizedTest
  @MethodSource("names")
  void aNameIsReadBackAndHoldsOneOrderEverywhere(String name) {
    BarrierPolicy policy = BarrierPolicy.parse(name);
    assertThat(policy.spec()).isEqualTo(name);
    assertThat(policy.dose()).isEqualTo(Dose.NONE);
    assertThat(policy.orders().values()).hasSize(11);
    assertThat(policy.orders().values().stream().distinct().map(Order::label))
        .containsExactly(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 99_999, 100_000})
  void aDoseAddsFencesToAuto(int dose) {
    BarrierPolicy policy = BarrierPolicy.parse("dose:" + dose);
    assertThat(policy.dose()).isEqualTo(new Dose(Dose.Kind.FULL, dose));
    assertThat(policy.orders().values()).containsOnly(Order.AUTO);
    assertThat(policy.spec()).isEqualTo("dose:" + dose);
  }

  @ParameterizedTest
  @CsvSource({"mb, MB", "rmb, RMB"})
  void aDoseOfAStubsBarrierIsReadBack(String name, Dose.Kind kind) {
    BarrierPolicy policy = BarrierPolicy.parse("dose:" + name + ":500");
    assertThat(policy.dose()).isEqualTo(new Dose(kind, 500));
    assertThat(policy.orders().values()).containsOnly(Order.AUTO);
  }

  @Test
  void aPointsBarrierCanBeRepeated() {
    BarrierPolicy policy = BarrierPolicy.parse("custom:S5=mandatory*50,S1=stub:smp*2,K3=smp");
    assertThat(policy.at(S5)).isEqualTo(Order.MANDATORY);
    assertThat(policy.repeats(S5)).isEqualTo(50);
    assertThat(policy.at(OrderingPoint.S1)).isEqualTo(Order.STUB_SMP);
    assertThat(policy.repeats(OrderingPoint.S1)).isEqualTo(2);
    assertThat(policy.repeats(K3)).isEqualTo(1);
    assertThat(policy.repeats(S6)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"S1, auto", "S4, stub:auto", "S5, seqcst", "S5, none", "S6, stub-nop", "K1, acqrel"})
  void anOrderWithoutABarrierOfItsOwnIsNotRepeated(String point, String order) {
    String spec = "custom:" + point + "=" + order + "*3";
    assertThatThrownBy(() -> BarrierPolicy.parse(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "barrier policy %s: %s has no barrier apart from the access at %s; only a barrier"
                    .formatted(spec, order, point)
                + " repeats");
  }

  @Test
  void aCustomPolicyHoldsAutoWhereItSaysNothing() {
    BarrierPolicy policy = BarrierPolicy.parse("custom:s5=none,S1=smp-rel,S6b=mandatory");
    assertThat(policy.at(S5)).isEqualTo(Order.NONE);
    assertThat(policy.at(OrderingPoint.S1)).isEqualTo(Order.SMP_REL);
    assertThat(policy.at(OrderingPoint.S6B)).isEqualTo(Order.MANDATORY);
    assertThat(policy.at(S6)).isEqualTo(Order.AUTO);
    assertThat(policy.spec()).isEqualTo("custom:s5=none,S1=smp-rel,S6b=mandatory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "fast",
        "AUTO",
        "smp_rel",
        "auto ",
        "dose",
        "dose:",
        "dose:-1",
        "dose:100001",
        "dose:1000000",
        "dose:99999999999",
        "dose:1e3",
        "dose:٣",
        "custom",
        "custom:",
        "custom:S5",
        "custom:S5=",
        "custom:S5=fast",
        "custom:S5=auto,",
        "custom:S5=dose:3",
        "dose:mb",
        "dose:mb:",
        "dose:wmb:3",
        "dose:mb:100001",
        "smp*3",
        "stub:mandatory",
        "custom:S5=smp*0",
        "custom:S5=smp*-1",
        "custom:S5=smp*100001",
        "custom:S5=smp*2*2",
        "custom:S5=smp*"
      })
  void anyOtherTextIsRefusedWithWhatIsAllowed(String spec) {
    assertThatThrownBy(() -> BarrierPolicy.parse(spec))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("barrier policy " + spec + " is unknown; " + FORMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"S2", "K4", "", "X"})
  void anUnknownPointIsRefusedWithThePoints(String point) {
    assertThatThrownBy(() -> BarrierPolicy.parse("custom:" + point + "=auto"))
        .hasMessage(
            "barrier policy custom:"
                + point
                + "=auto: no ordering point "
                + point
                + "; the points are S1, S3, S4, S5, S6, S6B, S8, K1, K2, K3, K6");
  }

  @Test
  void aPolicyNeedsAnOrderAtEveryPoint() {
    var orders = new EnumMap<OrderingPoint, Order>(OrderingPoint.class);
    orders.put(S5, Order.AUTO);
    assertThatThrownBy(() -> new BarrierPolicy("x", orders, Map.of(), Dose.NONE))
        .hasMessage("orders for [S5]; every point needs one");
  }

  /** The table of barriers.md, section 4. */
  @ParameterizedTest
  @CsvSource({"none", "acqrel"})
  void anUnsafePolicyFailsOnX86WhereALoadFollowsAStore(String name) {
    assertThat(BarrierPolicy.parse(name).unordered(Architecture.X86_64))
        .containsExactly(S5, S6, K3, K6);
  }

  @Test
  void noneFailsEverywhereOnArm() {
    assertThat(BarrierPolicy.parse("none").unordered(Architecture.AARCH64))
        .containsExactly(OrderingPoint.values());
    assertThat(BarrierPolicy.parse("acqrel").unordered(Architecture.AARCH64))
        .containsExactly(S5, S6, K3, K6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto",
        "smp",
        "smp-rel",
        "dma",
        "mandatory",
        "seqcst",
        "stub-nop",
        "stub:auto",
        "stub:smp",
        "stub:dma",
        "dose:7",
        "dose:rmb:7"
      })
  void theOthersAreSafeOnBoth(String name) {
    for (Architecture architecture : Architecture.values()) {
      assertThat(BarrierPolicy.parse(name).unordered(architecture)).isEmpty();
    }
  }

  @Test
  void aCustomPolicyFailsExactlyWhereItIsUnsafe() {
    assertThat(BarrierPolicy.parse("custom:S5=none,S1=none").unordered(Architecture.X86_64))
        .containsExactly(S5);
    assertThat(BarrierPolicy.parse("custom:S5=none,S1=none").unordered(Architecture.AARCH64))
        .containsExactly(OrderingPoint.S1, S5);
    assertThat(BarrierPolicy.parse("custom:K6=acqrel").unordered(Architecture.X86_64))
        .containsExactly(K6);
  }
}
