package io.ringfence.lab.measure.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.Instructions;
import io.ringfence.ring.OrderingPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shipped table against the ring's own opinion of its policies, and against the tests. */
class FormalTableTest {
  private static final Path TESTS = Path.of("litmus");
  private static final FormalTable TABLE = FormalTable.shipped();

  static Stream<BarrierPolicy> policies() {
    return Stream.concat(
            BarrierPolicy.names().stream(), Stream.of("dose:7", "custom:S5=none,K2=smp"))
        .map(BarrierPolicy::parse);
  }

  /** S8 has a full fence whatever the policy; the ring's opinion is of the policy alone. */
  @ParameterizedTest
  @MethodSource("policies")
  void theModelsAllowAFailureJustWhereTheRingSaysSo(BarrierPolicy policy) {
    for (Architecture architecture : Architecture.values()) {
      List<OrderingPoint> allowed =
          TABLE.of(policy).stream()
              .filter(verdict -> verdict.arch().equals(name(architecture)) && verdict.allowed())
              .filter(verdict -> !verdict.point().equals(FormalTable.IN_PLACE))
              .map(verdict -> OrderingPoint.valueOf(verdict.point()))
              .toList();
      List<OrderingPoint> unordered =
          policy.unordered(architecture).stream()
              .filter(point -> point != OrderingPoint.S8)
              .toList();
      assertThat(allowed).as("%s on %s", policy.spec(), architecture).isEqualTo(unordered);
    }
  }

  private static String name(Architecture architecture) {
    return architecture.label().replace('-', '_');
  }

  @ParameterizedTest
  @MethodSource("policies")
  void everyVerdictRestsOnTestsThatAreThere(BarrierPolicy policy) {
    List<FormalVerdict> verdicts = TABLE.of(policy);
    assertThat(verdicts)
        .hasSize((OrderingPoint.values().length + 1) * FormalTable.ARCHITECTURES.size());
    for (FormalVerdict verdict : verdicts) {
      for (String test : verdict.source()) {
        assertThat(file(verdict, test)).exists();
      }
    }
  }

  /** The instructions that the daemon reports equal those of the litmus tests. */
  @ParameterizedTest
  @MethodSource("policies")
  void theTestsHaveTheInstructionsOfThePolicy(BarrierPolicy policy) throws IOException {
    for (Architecture architecture : Architecture.values()) {
      for (FormalVerdict verdict : TABLE.of(policy)) {
        if (verdict.arch().equals(name(architecture))
            && !verdict.point().equals(FormalTable.IN_PLACE)
            && !verdict.point().equals("S8")) {
          OrderingPoint point = OrderingPoint.valueOf(verdict.point());
          String executed = Instructions.at(policy, point, architecture);
          for (String test : verdict.source()) {
            String device = device(Files.readString(file(verdict, test)));
            for (String instruction : instructions(executed)) {
              assertThat(device).as("%s of %s", test, policy.spec()).contains(instruction);
            }
          }
        }
      }
    }
  }

  /** {@code call dmb oshld} is {@code dmb oshld}; a dose is more of what is there. */
  private static List<String> instructions(String executed) {
    return Stream.of(executed.replaceAll(" \\+ .*| of the store before", "").split(", "))
        .map(word -> word.replaceFirst("^call ?", ""))
        .filter(word -> !word.isEmpty() && !word.equals("-"))
        .toList();
  }

  private static String device(String test) {
    return test.lines()
        .filter(line -> line.contains("|"))
        .map(line -> line.substring(0, line.indexOf('|')).strip().toLowerCase(Locale.ROOT))
        .reduce("", (a, b) -> a + "\n" + b);
  }

  private static Path file(FormalVerdict verdict, String test) {
    return TESTS.resolve(verdict.arch()).resolve(test + ".litmus");
  }
}
