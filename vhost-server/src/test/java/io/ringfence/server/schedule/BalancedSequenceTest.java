package io.ringfence.server.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancedSequenceTest {
  private static final int BLOCKS_AN_ARM = 40;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 10, 20, 36})
  void eachArmComesOnceABlock(int arms) {
    var sequence = new BalancedSequence(arms, new SplittableRandom(1));
    for (int block = 0; block < 200; block++) {
      int[] sorted = sequence.nextBlock().clone();
      Arrays.sort(sorted);
      for (int arm = 0; arm < arms; arm++) {
        assertThat(sorted[arm]).isEqualTo(arm);
      }
    }
  }

  /** A plain shuffle of each block makes counts from 20 to 60 where 40 are due. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 8, 10, 20, 36})
  void eachArmFollowsEachAndItselfAboutEquallyOften(int arms) {
    var sequence = new BalancedSequence(arms, new SplittableRandom(2));
    for (int block = 0; block < BLOCKS_AN_ARM * arms; block++) {
      sequence.nextBlock();
    }
    int least = Integer.MAX_VALUE;
    int most = 0;
    for (int before = 0; before < arms; before++) {
      for (int after = 0; after < arms; after++) {
        least = Math.min(least, sequence.followed(before, after));
        most = Math.max(most, sequence.followed(before, after));
      }
    }
    assertThat(least).as("of %d arms", arms).isGreaterThanOrEqualTo(BLOCKS_AN_ARM - 6);
    assertThat(most).as("of %d arms", arms).isLessThanOrEqualTo(BLOCKS_AN_ARM + 6);
  }

  @Test
  void theSeedAloneDecides() {
    var one = new BalancedSequence(6, new SplittableRandom(7));
    var same = new BalancedSequence(6, new SplittableRandom(7));
    var other = new BalancedSequence(6, new SplittableRandom(8));
    int differences = 0;
    for (int block = 0; block < 50; block++) {
      int[] blockOfOne = one.nextBlock();
      assertThat(same.nextBlock()).isEqualTo(blockOfOne);
      differences += Arrays.equals(other.nextBlock(), blockOfOne) ? 0 : 1;
    }
    assertThat(differences).isGreaterThan(40);
  }

  /** Whoever knows the arm before must not know the next one. */
  @Test
  void theOrderIsRandom() {
    var sequence = new BalancedSequence(4, new SplittableRandom(9));
    var firsts = new int[4];
    for (int block = 0; block < 4000; block++) {
      firsts[sequence.nextBlock()[0]]++;
    }
    for (int count : firsts) {
      assertThat(count).isBetween(850, 1150);
    }
  }
}
