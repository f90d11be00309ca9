package io.ringfence.lab.kit.process;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Text to and from a peer, by line. Every call has a deadline. One thread at a time. */
public interface Lines extends Closeable {
  /** Writes all of {@code text} as UTF-8. */
  void write(String text, Duration patience) throws IOException;

  /**
   * Reads up to a newline, which is not part of the result.
   *
   * @return empty at the end; an unfinished line is lost
   * @throws SilenceException if no line ends within {@code patience}
   */
  Optional<String> readLine(Duration patience) throws IOException;
}
