package io.ringfence.server.cli;

import io.ringfence.server.os.NativeBindings;
import io.ringfence.server.session.ListeningSocket;
import org.slf4j.LoggerFactory;

/**
 * Loads, on threads of its own, what a daemon is about to need. Reading the command line takes the
 * longest part of a start, and a guest may be waiting for the socket.
 */
final class Preload {
  private static volatile Thread log;

  private Preload() {}

  /** Begins, and returns at once. What fails here fails again, and is told, where it is needed. */
  static void begin() {
    load("preload-native", NativeBindings::link);
    load("preload-sockets", ListeningSocket::load);
    log = load("preload-log", LoggerFactory::getILoggerFactory);
  }

  /**
   * Waits until the log is there, if it was begun. To ask for a logger while another thread makes
   * the log gives a substitute of one, and warnings about it on standard error.
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
