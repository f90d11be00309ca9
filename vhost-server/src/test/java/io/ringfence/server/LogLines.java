package io.ringfence.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ringfence.testkit.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** What the daemon in this process logs from INFO on, as {@code LEVEL message}. */
final class LogLines implements AutoCloseable {
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Logger logger;
  private final Level before;
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          lines.add(event.getLevel() + " " + event.getFormattedMessage());
        }
      };

  private LogLines(Logger logger) {
    this.logger = logger;
    before = logger.getLevel();
    logger.setLevel(Level.INFO);
    logger.setAdditive(false); // what a test provokes is not to alarm who reads its output
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
  }

  static LogLines of(String logger) {
    return new LogLines((Logger) LoggerFactory.getLogger(logger));
  }

  List<String> all() {
    return List.copyOf(lines);
  }

  List<String> warnings() {
    return lines.stream().filter(line -> !line.startsWith("INFO")).toList();
  }

  /** Waits for a line of any level that contains a text. */
  void assertSaid(String text) {
    Await.until(
        "a line of the log with: " + text,
        5_000,
        () -> lines.stream().anyMatch(line -> line.contains(text)),
        () -> String.join("\n", lines));
  }

  @Override
  public void close() {
    logger.detachAppender(appender);
    logger.setAdditive(true);
    logger.setLevel(before);
  }
}
