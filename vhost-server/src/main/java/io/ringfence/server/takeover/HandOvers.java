package io.ringfence.server.takeover;

import io.ringfence.server.session.ListeningSocket;
import io.ringfence.server.session.PeerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets another process take this daemon over: on request, one at a time, through a socket that only
 * this user can reach. The socket exists only while a hand-over is expected.
 */
public final class HandOvers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HandOvers.class);
  private static final int AWAIT_MILLIS = 10_000;

  private final Supplier<ServingState> serving;
  private final Runnable handedOver;
  private final Formats formats;
  private Thread thread; // of the hand-over under way
  private ListeningSocket socket; // of the same hand-over
  private Wire wire; // of the same hand-over, once it is connected
  private boolean closed;

  /**
   * @param serving supplies the state at the start of a hand-over
   * @param handedOver runs when another process serves
   * @param formats supported by this process
   */
  public HandOvers(Supplier<ServingState> serving, Runnable handedOver, Formats formats) {
    this.serving = serving;
    this.handedOver = handedOver;
    this.formats = formats;
  }

  /**
   * Waits for another process, for ten seconds, without blocking.
   *
   * @return the socket at which it is expected
   * @throws HandOverException if one is under way already
   * @throws IOException if the socket cannot be created
   */
  public synchronized Path expect() throws HandOverException, IOException {
    if (isUnderWay() || closed) {
      throw new HandOverException("a hand-over is already under way; wait for its end");
    }
    Path directory = Files.createTempDirectory("ringfence-"); // of mode 0700
    Path path = directory.resolve("take-over");
    try {
      socket = ListeningSocket.open(path);
      wire = null;
      thread = new Thread(() -> await(path), "hand-over");
      thread.start();
      return path;
    } catch (IOException e) {
      Files.delete(directory);
      throw e;
    }
  }

  /** Returns whether another process is expected, or takes over. */
  public synchronized boolean isUnderWay() {
    return thread != null && thread.isAlive();
  }

  private void await(Path path) {
    PeerConnection arrival = null;
    try {
      arrival = socket.await(AWAIT_MILLIS) ? socket.accept() : null;
      socket.removeFile();
      Files.delete(path.getParent());
    } catch (IOException e) {
      LOG.warn("hand-over: {}", e.getMessage());
    }
    closeSocket();
    if (arrival == null) {
      LOG.warn("hand-over: nobody came to {} within {} ms", path, AWAIT_MILLIS);
    } else {
      receive(arrival);
    }
  }

  private void receive(PeerConnection arrival) {
    try (Wire own = new Wire(arrival.socket())) {
      if (!begin(own)) {
        return;
      }
      long uid = Users.own();
      if (arrival.uid() != uid) {
        LOG.warn("hand-over refused to uid={}; allowed is {}", arrival.uid(), uid);
        own.refuse("user %d; allowed is %d".formatted(arrival.uid(), uid));
      } else if (new HandOver(serving.get(), own, formats).run()) {
        handedOver.run(); // before the connection is closed, which shows that all is free
      }
    }
  }

  private synchronized void closeSocket() {
    socket.close();
    socket = null;
  }

  private synchronized boolean begin(Wire own) {
    wire = own;
    return !closed;
  }

  /** Ends a hand-over under way. On return the daemon continues, or has been handed over. */
  @Override
  public void close() {
    Thread under;
    synchronized (this) {
      closed = true;
      under = thread;
      if (socket != null) {
        socket.wake();
      }
      if (wire != null && isUnderWay()) {
        wire.shutdown();
      }
    }
    if (under == null || under == Thread.currentThread()) {
      return;
    }
    try {
      under.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
