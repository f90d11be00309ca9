package io.ringfence.ring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A front-end that truncates the file of its rings gets an error of one ring, not our end. */
class TruncatedRingTest {
  /**
   * Interpreted and compiled code meet the missing page in different instructions. Every policy
   * meets it on 4 kinds of ring; nothing is touched by suppressing kicks with a split ring's event
   * index, nor by publishing again what could not be published.
   */
  @ParameterizedTest
  @ValueSource(strings = {"-Xint", "-XX:TieredStopAtLevel=1"})
  void everyTouchOfTheRingIsAnErrorThatCanBeCaught(String mode) throws Exception {
    int rings = BarrierPolicy.names().size() * 4;
    assertThat(caught(TruncatedRing.class, List.of(mode), List.of()))
        .isBetween(rings * 5, rings * 8);
  }

  /**
   * The best compiler leaves out checks of what it knows of a value, which does not hold for one
   * that could not be loaded. A small heap lies at high addresses, which as numbers are negative.
   */
  @Test
  void norDoesOptimizedCodeInTheMiddleOfABurstEndTheProcess() throws Exception {
    assertThat(caught(TruncatedHotRing.class, List.of("-Xmx64m", "-Xbatch"), List.of("1000")))
        .isGreaterThan(950);
  }

  private static int caught(Class<?> program, List<String> flags, List<String> arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.addAll(flags);
    command.addAll(List.of("-XX:ErrorFile=/dev/stdout", "-XX:-CreateCoredumpOnCrash"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.getName());
    command.addAll(arguments);
    Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(child.getInputStream().readAllBytes());
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).as("%s, exit status %d", flags, child.exitValue()).startsWith("caught ");
    return Integer.parseInt(said.strip().substring("caught ".length()));
  }
}
