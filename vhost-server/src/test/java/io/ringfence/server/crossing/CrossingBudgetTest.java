package io.ringfence.server.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limit of the queues' memory. */
class CrossingBudgetTest {
  private static final int WORKERS = 64; // the most that a daemon starts

  @Test
  void allQueuesTogetherStayWithinTheDefaultLimit() {
    for (int workers = 1; workers <= WORKERS; workers++) {
      var budget = CrossingBudget.forWorkers(workers);
      long queues = (long) workers * (workers - 1);
      assertThat(queues * FrameQueue.bytes(budget.capacity(workers)))
          .as("%d workers", workers)
          .isLessThanOrEqualTo(budget.limitBytes());
      assertThat(budget.limitBytes()).isLessThanOrEqualTo(workers <= 16 ? 64L << 20 : 1100L << 20);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,4096", "2,4096", "4,4096", "5,2048", "8,1024", "9,512", "16,256", "64,256"})
  void aQueueIsAsLargeAsTheLimitAllows(int workers, int kibibytes) {
    int capacity = CrossingBudget.forWorkers(workers).capacity(workers);
    assertThat(capacity).isEqualTo(kibibytes << 10);
  }

  @Test
  void theLimitCountsThePositionsOfAQueueToo() {
    assertThat(new CrossingBudget(2 * (1 << 20) + 512).capacity(2)).isEqualTo(1 << 20);
    assertThat(new CrossingBudget(2 * (1 << 20) + 511).capacity(2)).isEqualTo(1 << 19);
  }

  @Test
  void aLimitBelowTheSmallestQueuesIsRefusedWithTheLeastThatIsAllowed() {
    assertThat(new CrossingBudget(524_800).capacity(2)).isEqualTo(CrossingBudget.LEAST_CAPACITY);
    assertThatThrownBy(() -> new Crossings(2, new CrossingBudget(524_799)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "queues between 2 workers limited to 524799 bytes; allowed from 524800: raise the limit"
                + " or start fewer workers");
  }
}
