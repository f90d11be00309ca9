package io.ringfence.server.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedClassLoader;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingStream;

/**
 * Watches what the JIT does to this program's code, through the flight recorder: which method was
 * compiled at which tier, and which was deoptimized. An arm's code is known by its class loader;
 * the rest of the worker's code is shared by all arms.
 *
 * <p>Events arrive a second or two after they happened.
 */
final class CodeWatch implements AutoCloseable {
  /** In place of an arm: code that all arms share, such as the worker's and the uplink's. */
  static final String SHARED = "shared";

  private static final int C2 = 4;
  private static final Pattern DATA_PATH =
      Pattern.compile(
          "io\\.ringfence\\.(ring|server\\.(datapath|pair|packet|uplink|os|worker))\\..*");
  private static final Set<String> THROWN_AWAY =
      Set.of("reinterpret", "make_not_entrant", "make_not_compilable"); // actions of HotSpot
  private static final int MOST_EVENTS = 100_000;
  private static final Duration END = Duration.ofSeconds(5);

  private final Function<String, String> armOfLoader;
  private final RecordingStream stream;
  private final List<CodeEvent> events = new ArrayList<>();
  private final Map<String, Map<String, Integer>> tiers = new HashMap<>(); // by arm and method
  private final Map<Integer, String> methodById = new HashMap<>(); // by the id of a compilation
  private final Map<String, Long> lastChange = new HashMap<>(); // by arm
  private Instant clockTime; // of the last clock event
  private long clockNanos;

  /**
   * Starts watching.
   *
   * @param armOfLoader the arm of a class loader's name; null if it is none of an arm
   */
  CodeWatch(Function<String, String> armOfLoader) {
    this.armOfLoader = armOfLoader;
    clockTime = Instant.now();
    clockNanos = System.nanoTime();
    stream = new RecordingStream();
    stream.enable("jdk.Compilation").withThreshold(Duration.ZERO);
    stream.enable("jdk.Deoptimization").withoutStackTrace();
    stream.enable("jdk.GarbageCollection").withThreshold(Duration.ZERO);
    stream.enable(ClockEvent.class);
    stream.onEvent("io.ringfence.Clock", this::setClock);
    stream.onEvent("jdk.Compilation", this::compiled);
    stream.onEvent("jdk.Deoptimization", this::deoptimized);
    stream.onEvent("jdk.GarbageCollection", this::collected);
    stream.startAsync();
  }

  private synchronized void setClock(RecordedEvent event) {
    clockTime = event.getStartTime();
    clockNanos = event.getLong("nanos");
  }

  private synchronized void compiled(RecordedEvent event) {
    String arm = arm(event);
    if (arm != null && event.getBoolean("succeded")) { // as the JDK spells it
      int tier = event.getInt("compileLevel");
      String method = name(event.getValue("method"));
      methodById.put(event.getInt("compileId"), method);
      tiers.computeIfAbsent(arm, key -> new TreeMap<>()).put(method, tier);
      add(event, "compilation", arm, method + " tier " + tier);
    }
  }

  private synchronized void deoptimized(RecordedEvent event) {
    String arm = arm(event);
    if (arm != null) {
      String method = name(event.getValue("method"));
      String compiled = methodById.get(event.getInt("compileId"));
      if (compiled != null && THROWN_AWAY.contains(event.getString("action"))) {
        tiers.getOrDefault(arm, Map.of()).replace(compiled, 0);
      }
      add(
          event,
          "deoptimization",
          arm,
          "%s: %s, %s".formatted(method, event.getString("reason"), event.getString("action")));
    }
  }

  private synchronized void collected(RecordedEvent event) {
    add(event, "collection", null, event.getString("name"));
  }

  private void add(RecordedEvent event, String kind, String arm, String what) {
    long nanos = clockNanos + ChronoUnit.NANOS.between(clockTime, event.getStartTime());
    if (arm != null) {
      lastChange.merge(arm, nanos, Math::max);
    }
    if (events.size() < MOST_EVENTS) {
      events.add(new CodeEvent(nanos, event.getDuration().toNanos(), kind, arm, what));
    }
  }

  /** The arm whose code an event is about, {@link #SHARED}, or null for code off the data path. */
  private String arm(RecordedEvent event) {
    RecordedMethod method = event.getValue("method");
    if (method == null || !DATA_PATH.matcher(method.getType().getName()).matches()) {
      return null;
    }
    RecordedClassLoader loader = method.getType().getClassLoader();
    String arm =
        loader == null || loader.getName() == null ? null : armOfLoader.apply(loader.getName());
    return arm == null ? SHARED : arm;
  }

  private static String name(RecordedMethod method) {
    String type = method.getType().getName();
    return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
  }

  /**
   * Returns why an arm does not count as compiled yet; null if it does: each of its entry methods
   * that ran is at C2's tier, and nothing of its code has changed for a while.
   *
   * @param entries methods by which the worker enters an arm's code, as {@code Class.method}
   * @param quietSince the moment since which its code must not have changed
   */
  synchronized String notCompiled(String arm, List<String> entries, long quietSince) {
    Map<String, Integer> seen = tiers.getOrDefault(arm, Map.of());
    for (String entry : entries) {
      Integer tier = seen.get(entry);
      if (tier == null || tier != C2) {
        return "%s: %s is at tier %s".formatted(arm, entry, tier == null ? "0" : tier);
      }
    }
    for (String code : List.of(arm, SHARED)) {
      Long change = lastChange.get(code);
      if (change != null && change - quietSince > 0) {
        return "%s: %s code still changes".formatted(arm, code.equals(arm) ? "its" : code);
      }
    }
    return null;
  }

  /** The events from a number on, from 0. */
  synchronized List<CodeEvent> events(int from) {
    return List.copyOf(events.subList(Math.min(from, events.size()), events.size()));
  }

  /** Whether there were more events than are kept, so that some are missing. */
  synchronized boolean isFull() {
    return events.size() == MOST_EVENTS;
  }

  /** Waits for the last events, and ends. */
  @Override
  public void close() {
    stream.stop(); // which delivers what was recorded before
    try {
      stream.awaitTermination(END);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stream.close();
  }
}
