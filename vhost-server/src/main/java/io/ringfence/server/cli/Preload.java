package io.ringfence.server.cli;

import io.ringfence.server.os.NativeBindings;
import io.ringfence.server.session.ListeningSocket;
import org.slf4j.LoggerFactory;

/**
 * Loads classes that a daemon is about to need, on separate threads. Parsing the command line is
 * the longest part of a start, and a guest may be waiting for the socket.
 */
final class Preload {
  private static volatile Thread log;

  private Preload() {}

  /**
   * Starts loading, and returns at once. A failure here recurs, and is reported, at the point of
   * use.
   */
  static void begin() {
    load("preload-native", NativeBindings::link);
    load("preload-sockets", ListeningSocket::load);
    log = load("preload-log", LoggerFactory::getILoggerFactory);
  }

  /**
   * Waits for the log's initialization if it has begun. A logger requested during another thread's
   * initialization is a substitute, with warnings on standard error.
   */
  static void awaitLog() throws InterruptedException {
    Thread begun = log;
    if (begun != null) {
      begun.join();
    }
  }

  private static Thread load(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((failed, failure) -> {});
    thread.start();
    return thread;
  }
}
