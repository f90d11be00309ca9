package io.ringfence.server.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SliceLogTest {
  private final SliceLog log = new SliceLog(4, 2);

  private boolean add(long value) {
    return log.add(new long[] {value, -value});
  }

  @Test
  void recordsComeInTheirOrderAndAreCopies() {
    long[] row = {1, 2};
    assertThat(log.add(row)).isTrue();
    row[0] = 9;
    add(5);
    assertThat(log.read(0, 10)).containsExactly(new long[] {1, 2}, new long[] {5, -5});
    assertThat(log.count()).isEqualTo(2);
  }

  @Test
  void aFullLogTakesNoMoreUntilItsOldestAreRead() {
    for (int i = 0; i < 4; i++) {
      assertThat(add(i)).isTrue();
    }
    assertThat(add(4)).isFalse();
    assertThat(log.read(0, 2)).hasSize(2);
    assertThat(add(4)).as("what was read may be asked for again").isFalse();
    assertThat(log.read(2, 10)).hasSize(2);
    assertThat(add(4)).isTrue();
    assertThat(add(5)).isTrue();
    assertThat(log.read(2, 10)).extracting(row -> row[0]).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void aRecordThatIsGoneOrYetToComeIsRefused() {
    add(0);
    add(1);
    log.read(1, 10);
    assertThatThrownBy(() -> log.read(0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("from: 0 given; the records that are kept are 1 to 2");
    assertThatThrownBy(() -> log.read(3, 10))
        .hasMessage("from: 3 given; the records that are kept are 1 to 2");
    assertThat(log.read(2, 10)).isEmpty();
  }
}
