package io.ringfence.server.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/**
 * Logs to standard error, from INFO on or from the level in the environment's {@code
 * RINGFENCE_LOG}. It is code, since a file would load an XML parser at each start of the daemon.
 * {@code -Dlogback.configurationFile} names a file instead.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_NORMAL_PRIORITY)
public final class LogConfiguration extends ContextAwareBase implements Configurator {
  private static final String FILE_PROPERTY = "logback.configurationFile";
  private static final String LEVEL_VARIABLE = "RINGFENCE_LOG";
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level [%thread] %logger{0}: %msg%n";

  /**
   * Netty's loggers that warn, one of them with a stack trace, if no network interface is up. The
   * admin socket needs no interface. A TCP admin address that cannot be bound is reported
   * separately.
   */
  private static final List<String> INTERFACE_SEARCHES =
      List.of(
          "io.netty.util.NetUtil",
          "io.netty.util.NetUtilInitializations",
          "io.netty.util.internal.MacAddressUtil");

  @Override
  public ExecutionStatus configure(LoggerContext logs) {
    if (System.getProperty(FILE_PROPERTY) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.toLevel(System.getenv(LEVEL_VARIABLE), Level.INFO));
    root.addAppender(standardError(logs));
    logs.getLogger("io.netty").setLevel(Level.WARN);
    INTERFACE_SEARCHES.forEach(name -> logs.getLogger(name).setLevel(Level.ERROR));
    logs.getLogger("org.newsclub").setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext logs) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(logs);
    encoder.setPattern(PATTERN);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(logs);
    appender.setName("STDERR");
    appender.setTarget(ConsoleTarget.SystemErr.getName());
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
