package io.ringfence.lab.measure.bench.host;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The heap of another JVM that runs Epsilon, read by jcmd, whose answer allocates no objects. */
final class HeapInfo {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  // start, end of the used part, end
  private static final Pattern SPACE =
      Pattern.compile("Epsilon Heap\\R.*\\R.*\\[0x([0-9a-f]+), 0x([0-9a-f]+), 0x([0-9a-f]+)\\)");

  private HeapInfo() {}

  /**
   * Returns the bytes in use, in steps of a thread-local buffer.
   *
   * @throws LabException if the JVM does not answer, or runs another collector
   */
  static long used(long pid) {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    return parse(Child.run(List.of(jcmd.toString(), Long.toString(pid), "GC.heap_info"), PATIENCE));
  }

  static long parse(String answer) {
    Matcher space = SPACE.matcher(answer);
    if (!space.find()) {
      throw new LabException(
          "GC.heap_info: expected the space of an Epsilon Heap, seen:%n%s"
              .formatted(Child.indented(answer)));
    }
    return Long.parseUnsignedLong(space.group(2), 16) - Long.parseUnsignedLong(space.group(1), 16);
  }
}
