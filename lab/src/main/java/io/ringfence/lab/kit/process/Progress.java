package io.ringfence.lab.kit.process;

import java.io.PrintStream;

/** Progress lines with the time since the start. Results go elsewhere. */
public final class Progress {
  private final PrintStream out;
  private final long started = System.nanoTime();

  public Progress(PrintStream out) {
    this.out = out;
  }

  public void say(String text) {
    out.printf("[%4d s] %s%n", (System.nanoTime() - started) / 1_000_000_000, text);
  }
}
