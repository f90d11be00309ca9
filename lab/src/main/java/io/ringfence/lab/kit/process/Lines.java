package io.ringfence.lab.kit.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Text to and from something, by line; every call has a deadline. One thread at a time. */
public interface Lines extends Closeable {
  /** Writes all of {@code text} as UTF-8. */
  void write(String text, Duration patience) throws IOException;

  /**
   * Reads up to a newline, which is not part of the result.
   *
   * @return empty at the end, where an unfinished line is lost
   * @throws SilenceException when no line ends within {@code patience}
   */
  Optional<String> readLine(Duration patience) throws IOException;
}
