package io.ringfence.lab.measure.verify;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.Child;
import io.ringfence.ring.Architecture;
import io.ringfence.ring.BarrierPolicy;
import io.ringfence.ring.OrderingPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the project's jcstress tests, which are in a separate module, in a child JVM. */
public final class Jcstress {
  private static final String TESTS = "io.ringfence.jcstress";
  private static final int MILLIS = 700;
  private static final Set<String> TESTED =
      Set.of("none", "acqrel", "auto", "smp", "smp-rel", "dma", "mandatory", "seqcst");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private Jcstress() {}

  /**
   * Runs the tests of the policies that have some, in a short mode.
   *
   * @param classPath of the tests and of jcstress
   * @throws LabException if jcstress cannot run
   */
  public static List<JcstressResult> run(String classPath, List<BarrierPolicy> policies) {
    try {
      Path folder = Files.createTempDirectory("ringfence-jcstress");
      var output = new JcstressOutput();
      try (Child child =
          Child.start("jcstress", command(classPath, policies), folder, output::line)) {
        if (!child.waitForEnd(PATIENCE)) {
          throw new LabException("jcstress: still running after " + PATIENCE);
        }
        if (child.exitValue() != 0) {
          throw new LabException("jcstress: " + child.lastLines(3));
        }
        return results(output, policies);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new LabException("jcstress: " + e.getMessage(), e);
    }
  }

  private static List<String> command(String classPath, List<BarrierPolicy> policies) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        classPath,
        "org.openjdk.jcstress.Main",
        "-t",
        policies.stream()
            .map(policy -> className(policy.spec()))
            .collect(Collectors.joining("|", TESTS + "\\.[A-Za-z]+\\.(", ")$")),
        "-v",
        "-f",
        "1",
        "-fsm",
        "1",
        "-iters",
        "1",
        "-time",
        Integer.toString(MILLIS),
        "-sc",
        "false",
        "-c",
        "2",
        "-hs",
        "256",
        "-jvmArgs",
        "--enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -XX:-UsePerfData");
  }

  /** Skips shapes that have no test of a policy: {@code none} has one alone. */
  private static List<JcstressResult> results(JcstressOutput output, List<BarrierPolicy> policies) {
    List<JcstressResult> results = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      for (BarrierPolicy policy : policies) {
        boolean mustFail =
            shape == Shape.StoreLoad
                && policy.unordered(Architecture.host()).contains(OrderingPoint.K3);
        if (shape.has(policy.spec())) {
          String test = TESTS + "." + shape + "." + className(policy.spec());
          results.add(
              JcstressResult.of(
                  shape.name(),
                  policy.spec(),
                  output.samples(test, shape.unwanted),
                  output.samples(test),
                  mustFail));
        }
      }
    }
    return results;
  }

  /** Returns the class name: {@code smp-rel} is tested by {@code SmpRel}. */
  private static String className(String policy) {
    return Stream.of(policy.split("-"))
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }

  /** The tests' outer classes, and the outcome that must not occur. */
  private enum Shape {
    StoreLoad("0, 0"),
    Publish("1, 0"),
    Observe("1, 0");

    private final String unwanted;

    Shape(String unwanted) {
      this.unwanted = unwanted;
    }

    boolean has(String policy) {
      return TESTED.contains(policy) && (this == StoreLoad || !policy.equals("none"));
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.toList().reversed();
    }
    for (Path file : files) {
      Files.delete(file);
    }
  }
}
