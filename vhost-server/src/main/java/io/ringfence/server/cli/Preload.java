package io.ringfence.server.cli;

import io.ringfence.server.os.NativeBindings;
import io.ringfence.server.session.Listener;
import org.slf4j.LoggerFactory;

/**
 * Loads, on threads of its own, what a daemon is about to need. Reading the command line takes the
 * longest part of a start, and a guest may be waiting for the socket.
 */
final class Preload {
  private Preload() {}

  /** Begins, and returns at once. What fails here fails again, and is told, where it is needed. */
  static void begin() {
    load("preload-native", NativeBindings::link);
    load("preload-sockets", Listener::load);
    load("preload-log", LoggerFactory::getILoggerFactory);
  }

  private static void load(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.setUncaughtExceptionHandler((failed, failure) -> {});
    thread.start();
  }
}
