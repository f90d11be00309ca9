package io.ringfence.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PolicyListTest {
  @Test
  void namesStandBetweenCommas() {
    assertThat(PolicyList.parse("smp,dma")).containsExactly("smp", "dma");
    assertThat(PolicyList.parse("smp,,dma")).containsExactly("smp", "", "dma");
  }

  @Test
  void aCustomPolicyHasCommasOfItsOwn() {
    assertThat(PolicyList.parse("smp,custom:S1=none,S5=smp,custom:S6=none,stub-nop"))
        .containsExactly("smp", "custom:S1=none,S5=smp", "custom:S6=none", "stub-nop");
  }

  @Test
  void numbersAfterADoseAreDoses() {
    assertThat(PolicyList.parse("dose:0,50,500,auto"))
        .containsExactly("dose:0", "dose:50", "dose:500", "auto");
    assertThat(PolicyList.parse("dose:mb:0,50,dose:7,8"))
        .containsExactly("dose:mb:0", "dose:mb:50", "dose:7", "dose:8");
  }
}
