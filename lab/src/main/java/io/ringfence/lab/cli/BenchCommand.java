package io.ringfence.lab.cli;

import io.ringfence.lab.LabException;
import io.ringfence.lab.kit.process.CleanUp;
import io.ringfence.lab.kit.process.Progress;
import io.ringfence.lab.kit.process.RunDirectory;
import io.ringfence.lab.measure.bench.Bench;
import io.ringfence.lab.measure.bench.Figure;
import io.ringfence.lab.measure.bench.guest.GuestPart;
import io.ringfence.lab.measure.bench.guest.UmlPart;
import io.ringfence.lab.measure.bench.host.EpsilonPart;
import io.ringfence.lab.measure.bench.host.FrameCase;
import io.ringfence.lab.measure.bench.host.FramesPart;
import io.ringfence.lab.measure.bench.host.RoundTripPart;
import io.ringfence.lab.measure.bench.host.ScalingPart;
import io.ringfence.lab.measure.bench.host.SeamPart;
import io.ringfence.lab.measure.bench.host.StartUpPart;
import io.ringfence.lab.report.BenchReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The daemon against other back-ends. */
@Command(
    name = "bench",
    sortOptions = false,
    usageHelpAutoWidth = true,
    customSynopsis = "scripts/bench [OPTION]...",
    description =
        "Measures the daemon and other back-ends in turn, and prints a table "
            + "with the target of each line. Exit status 0 also if a target is "
            + "missed; 1 if a part did not run.")
final class BenchCommand implements Callable<Integer> {
  private static final List<String> PARTS =
      List.of(
          FramesPart.NAME,
          RoundTripPart.NAME,
          GuestPart.NAME,
          UmlPart.NAME,
          ScalingPart.NAME,
          StartUpPart.NAME,
          SeamPart.NAME,
          EpsilonPart.NAME);
  private static final List<String> USUAL = PARTS.subList(0, PARTS.size() - 1);

  private static final String UML = "uml/host";

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "PART,...",
      split = ",",
      description =
          "Parts to run, with the approximate duration at the default pairs and "
              + "seconds: frames (7 min), round-trip (3), guest (3), uml (2), scaling "
              + "(4), start-up (1), seam (7), epsilon (21); default: all but epsilon.")
  private List<String> only = USUAL;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "5",
      description = "Runs of each back-end, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int pairs;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "Length of a run, 1 to 3600 (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "Length of each of the two runs of epsilon, 1 to 1440 (default: ${DEFAULT-VALUE}).")
  private int minutes;

  @Option(
      names = "--all-frames",
      description =
          "Run frames also through packed rings and without mergeable buffers: "
              + "32 workloads, not 8.")
  private boolean allFrames;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write every value to FILE, after each part.")
  private Path json;

  @Option(names = "--benchmarks", hidden = true)
  private String benchmarks;

  @Option(names = "--passt", hidden = true)
  private Path passt;

  @Mixin private GuestOptions guest;
  @Mixin private HostOptions host;

  @Override
  public Integer call() {
    only.forEach(part -> ArgumentChecks.oneOf(spec, "--only", part, PARTS));
    ArgumentChecks.between(spec, "--pairs", pairs, 1, 1000);
    ArgumentChecks.between(spec, "--seconds", seconds, 1, 3600);
    ArgumentChecks.between(spec, "--minutes", minutes, 1, 1440);
    ArgumentChecks.writable(spec, "--json", json);
    guest.check();
    guest.refuseUserModeLinux();
    if (host.checkOnly) {
      printNeeds();
      return 0;
    }
    Progress progress = new Progress(System.err);
    List<Figure> figures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    int failed = 0;
    for (String part : PARTS) {
      if (only.contains(part)) {
        failed += run(part, figures, notes, progress) ? 0 : 1;
        write(figures, notes); // after each part, so that an interrupted run leaves its results
      }
    }
    System.out.print(BenchReport.table(figures, notes));
    return failed == 0 ? 0 : 1;
  }

  // The scripts provide these.
  private void printNeeds() {
    only.forEach(spec.commandLine().getOut()::println);
    if (only.contains(GuestPart.NAME)) {
      spec.commandLine().getOut().println(guest.needs());
    }
    if (only.contains(UmlPart.NAME)) {
      spec.commandLine().getOut().println(UML);
    }
  }

  /** Runs a part. If it fails, notes its error and lets the others continue. */
  private boolean run(String part, List<Figure> figures, List<String> notes, Progress progress) {
    long begun = System.nanoTime();
    try (CleanUp cleanUp = CleanUp.withShutdownHook()) {
      Path directory = RunDirectory.create(cleanUp);
      var bench =
          new Bench(host.launcher(), directory, pairs, seconds, cleanUp, progress, notes::add);
      figures.addAll(figuresOf(part, bench));
      progress.say("%s: done in %d s".formatted(part, (System.nanoTime() - begun) / 1_000_000_000));
      return true;
    } catch (LabException e) {
      progress.say(part + " did not run: " + e.getMessage());
      return false;
    }
  }

  private List<Figure> figuresOf(String part, Bench bench) {
    return switch (part) {
      case FramesPart.NAME ->
          new FramesPart(bench).run(allFrames ? FrameCase.all() : FrameCase.usual());
      case RoundTripPart.NAME -> new RoundTripPart(bench).run();
      case GuestPart.NAME -> new GuestPart(bench, host.setup(guest, "auto"), passt).run();
      case UmlPart.NAME -> new UmlPart(bench, host.image(UML), host.netserver()).run();
      case EpsilonPart.NAME -> new EpsilonPart(bench, minutes).run();
      case ScalingPart.NAME -> new ScalingPart(bench).run();
      case SeamPart.NAME -> new SeamPart(bench, benchmarks).run();
      case StartUpPart.NAME -> new StartUpPart(bench).run();
      default -> throw new IllegalArgumentException(part);
    };
  }

  private void write(List<Figure> figures, List<String> notes) {
    if (json == null) {
      return;
    }
    Map<String, String> facts = new TreeMap<>();
    facts.put("written", Instant.now().toString());
    facts.put("pairs", Integer.toString(pairs));
    facts.put("seconds", Integer.toString(seconds));
    try {
      Files.writeString(json, BenchReport.json(figures, facts, notes));
    } catch (IOException e) {
      throw new LabException("%s: %s".formatted(json, e.getMessage()), e);
    }
  }
}
