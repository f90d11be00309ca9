package io.ringfence.lab.kit.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StudentTest {
  @Test
  void theIntervalIsThatOfTheTables() {
    // Mean 3, standard deviation sqrt(2.5), t(4; 0.975) = 2.776445, t(4; 0.95) = 2.131847.
    double[] sample = {1, 2, 3, 4, 5};

    assertThat(Student.interval(sample, 0.05).estimate()).isCloseTo(3, within(1e-12));
    assertThat(Student.interval(sample, 0.05).high())
        .isCloseTo(3 + 2.776445 * Math.sqrt(0.5), within(1e-5));
    assertThat(Student.interval(sample, 0.1).low())
        .isCloseTo(3 - 2.131847 * Math.sqrt(0.5), within(1e-5));
  }

  @Test
  void sleepDataOfStudentHisPaper() {
    // Student 1908, hours of sleep gained with the second drug over the first: mean 1.58, t = 4.06.
    double[] gain = {1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4};

    Interval interval = Student.interval(gain, 0.05);

    assertThat(interval.estimate()).isCloseTo(1.58, within(1e-9));
    assertThat(interval.low()).isCloseTo(0.7001142, within(1e-6));
    assertThat(interval.high()).isCloseTo(2.4598858, within(1e-6));
  }

  @Test
  void oneValueHasNoIntervalAndNoneHasNoMean() {
    assertThat(Student.interval(new double[] {7}, 0.05)).isEqualTo(Interval.unbounded(7));
    assertThatThrownBy(() -> Student.interval(new double[0], 0.05))
        .hasMessage("0 values; a mean needs at least one");
  }

  @Test
  void aLineGoesThroughPointsOnIt() {
    Line line = Line.through(new double[] {0, 50, 500}, new double[] {7, 32, 257});

    assertThat(line.slope()).isCloseTo(0.5, within(1e-12));
    assertThat(line.at(1000)).isCloseTo(507, within(1e-9));
    assertThatThrownBy(() -> Line.through(new double[] {1, 1}, new double[] {1, 2}))
        .hasMessage("a line needs two different x; all are 1.0");
  }
}
