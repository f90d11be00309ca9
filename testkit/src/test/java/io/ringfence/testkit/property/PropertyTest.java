package io.ringfence.testkit.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Checks that cases run, that limits are drawn, and that a failing case is shrunk and can run
 * again.
 */
class PropertyTest {
  private static final String SEED = "ringfence.property.seed";

  @AfterEach
  void noSeed() {
    System.clearProperty(SEED);
  }

  private static AssertionError failure(Property.Body body) {
    return catchThrowableOfType(AssertionError.class, () -> Property.holds(2_000, body));
  }

  @Test
  void asManyCasesAsAskedForAreChecked() {
    var cases = new AtomicInteger();
    Property.holds(321, draw -> cases.incrementAndGet());
    assertThat(cases).hasValue(321);
  }

  @Test
  void limitsAndTheNumberNearestToZeroAreDrawnOften() {
    Set<Long> seen = new HashSet<>();
    Property.holds(
        300,
        draw -> {
          seen.add(draw.anyLong());
          seen.add((long) draw.between(-70_000, 80_000));
          seen.add((long) draw.between(5, 90_000));
        });
    assertThat(seen)
        .contains(Long.MIN_VALUE, 0L, Long.MAX_VALUE)
        .contains(-70_000L, 80_000L, 5L, 90_000L);
  }

  @Test
  void everyNumberIsWithinItsLimits() {
    Property.holds(
        2_000,
        draw -> {
          long min = draw.anyLong();
          long max = draw.between(min, Long.MAX_VALUE);
          assertThat(draw.between(min, max)).isBetween(min, max);
        });
  }

  @Test
  void aNumberThatFailsIsLoweredToTheSmallestThatDoes() {
    assertThat(failure(draw -> assertThat(draw.between(0, 1_000_000)).isLessThan(12_345)))
        .hasMessageContaining("drawn, after shrinking: [12345]");
    assertThat(failure(draw -> assertThat(draw.between(-900, 900)).isGreaterThan(-77)))
        .hasMessageContaining("drawn, after shrinking: [-77]");
  }

  @Test
  void aListThatFailsIsCutToWhatTheFailureNeeds() {
    AssertionError failure =
        failure(draw -> {
          List<Integer> list = draw.list(0, 40, () -> draw.between(0, 500));
          assertThat(list.stream().filter(n -> n >= 100).count()).isLessThan(3);
        });
    assertThat(failure).hasMessageContaining("drawn, after shrinking: [100, 100, 100]");
  }

  @Test
  void anotherTypeOfErrorIsNotTakenForTheSameFailure() {
    AssertionError failure =
        failure(draw -> {
          int number = draw.between(0, 100);
          if (number == 0) {
            throw new IllegalStateException("another fault");
          }
          assertThat(number).isLessThan(50);
        });
    assertThat(failure.getCause())
        .isInstanceOfAny(AssertionError.class, IllegalStateException.class);
    assertThat(failure)
        .hasMessageContaining(failure.getCause() instanceof AssertionError ? "[50]" : "[0]");
  }

  @Test
  void theSeedInTheErrorRunsThatCaseAlone() {
    Property.Body body = draw -> assertThat(draw.anyLong()).isPositive();
    String seed = seed(failure(body));
    System.setProperty(SEED, seed);
    AssertionError again = failure(body);
    assertThat(again).hasMessageStartingWith("case 1 of 1 fails");
    assertThat(seed(again)).isEqualTo(seed);
  }

  private static String seed(AssertionError failure) {
    Matcher seed = Pattern.compile("again: -D" + SEED + "=(.+)").matcher(failure.getMessage());
    assertThat(seed.find()).isTrue();
    return seed.group(1);
  }
}
