package io.ringfence.server.schedule;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the hypervisor took from this machine's CPUs, sampled by the clock of the slices. */
public final class StealLog {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int STEAL = 8; // the word of the first line, see proc(5)
  private static final int MOST = 200_000;

  /**
   * A sample.
   *
   * @param nanos when, by System.nanoTime
   * @param ticks time taken from all CPUs since the machine started, in ticks of 10 ms
   */
  public record Sample(long nanos, long ticks) {}

  private final List<Sample> samples = new ArrayList<>();

  /** Adds a sample if the count has changed; a machine that does not count has none. */
  synchronized void sample() {
    long ticks = ticks();
    boolean changed = samples.isEmpty() || samples.getLast().ticks() != ticks;
    if (changed && samples.size() < MOST) {
      samples.add(new Sample(System.nanoTime(), ticks));
    }
  }

  private static long ticks() {
    try (var reader = Files.newBufferedReader(STAT, StandardCharsets.US_ASCII)) {
      String[] words = reader.readLine().trim().split("\\s+");
      return words.length > STEAL ? Long.parseLong(words[STEAL]) : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  /** The samples from a number on, from 0. */
  public synchronized List<Sample> from(int from) {
    return List.copyOf(samples.subList(Math.min(from, samples.size()), samples.size()));
  }
}
