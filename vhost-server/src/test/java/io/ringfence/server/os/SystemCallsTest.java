package io.ringfence.server.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * That a system call makes no object whatever the JIT happened to count: here no method over 35
 * bytes is made part of its callers unless the JIT is told so, as it usually is for frequent ones.
 */
class SystemCallsTest {
  private static final String COMMANDS = "-XX:CompileCommandFile=";

  @Test
  void aSystemCallMakesNoObject() throws Exception {
    List<String> told =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .filter(argument -> argument.startsWith(COMMANDS))
            .toList();
    assertThat(told).as("the pom's commands for the JIT").hasSize(1);
    assertThat(bytesPerCall(told)).isEqualTo("0");
  }

  @Test
  void itMakesOneWhereTheJitIsNotToldWhatToInline() throws Exception {
    assertThat(bytesPerCall(List.of())).matches("[1-9][0-9]*");
  }

  private static String bytesPerCall(List<String> commands) throws Exception {
    String[] options =
        Stream.concat(
                Stream.of("-XX:TieredStopAtLevel=4", "-XX:FreqInlineSize=35"), commands.stream())
            .toArray(String[]::new);
    Namespace.Result result = Namespace.run(List.of(), SystemCallProbe.class, options);
    assertThat(result.status()).as(result.output()).isZero();
    return result.output().strip();
  }
}
