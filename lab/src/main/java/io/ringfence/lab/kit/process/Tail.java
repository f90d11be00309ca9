package io.ringfence.lab.kit.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** The last lines of an output. Threads may add and read concurrently. */
public final class Tail {
  private final int capacity;
  private final Deque<String> lines = new ArrayDeque<>();

  public Tail(int capacity) {
    this.capacity = capacity;
  }

  public synchronized void add(String line) {
    if (lines.size() == capacity) {
      lines.removeFirst();
    }
    lines.addLast(line);
  }

  /** Returns up to {@code count} of the last lines, oldest first. */
  public synchronized String last(int count) {
    return lines.stream().skip(Math.max(0, lines.size() - count)).collect(Collectors.joining("\n"));
  }
}
