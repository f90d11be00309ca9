package io.ringfence.server.session;

import io.ringfence.server.os.Epoll;
import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts front-ends on a socket, for as long as the daemon runs. */
public final class Listener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

  private static final long RETRY_SECONDS = 1;

  private static final long LISTENING = 0;
  private static final long WAKEUP = 1;

  private final Path path;
  private final FrontEnds frontEnds;
  private final SocketFile socket;
  private final Epoll epoll;
  private final EventFd wakeup;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /**
   * Listens and begins to accept.
   *
   * @throws IOException where it cannot listen there; the message says why and what to do
   */
  public Listener(Path path, FrontEnds frontEnds) throws IOException {
    this.path = path;
    this.frontEnds = frontEnds;
    socket = SocketFile.listen(path);
    epoll = new Epoll(2);
    wakeup = EventFd.create();
    watch();
    thread = new Thread(this::accept, "listener");
    thread.start();
  }

  private void watch() throws IOException {
    int number = FileDescriptorCast.using(socket.channel().getFileDescriptor()).as(Integer.class);
    epoll.add(Fd.adopt(number), Epoll.IN, LISTENING); // the channel's, who closes it
    epoll.add(wakeup.fd(), Epoll.IN, WAKEUP);
  }

  /** Loads the sockets' native library, which {@link #Listener} needs, ahead of it. */
  public static void load() {
    AFUNIXSocket.isSupported();
  }

  private void accept() {
    try {
      while (!isClosed()) {
        frontEnds.awaitPlace();
        acceptNext();
      }
    } catch (InterruptedException e) {
      LOG.debug("listener closed");
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** What keeps one front-end out, such as too many open files, may be over for the next. */
  private void acceptNext() throws InterruptedException {
    boolean served = false;
    try {
      awaitFrontEnd();
      if (!isClosed()) {
        serve(socket.channel().accept());
        served = true;
      }
    } catch (IOException | OutOfMemoryError e) { // the latter: no memory for another thread
      LOG.error(
          "front-end not accepted path={} retry={}s: {}", path, RETRY_SECONDS, e.getMessage());
      closed.await(RETRY_SECONDS, TimeUnit.SECONDS);
    } finally {
      if (!served) {
        frontEnds.freePlace();
      }
    }
  }

  /**
   * Returns when somebody is there, or this is closed. Waiting in the library's own call would
   * leave a socket open where it is closed meanwhile.
   */
  private void awaitFrontEnd() {
    while (!isClosed()) {
      int events = epoll.await(-1);
      for (int i = 0; i < events; i++) {
        if (epoll.token(i) == LISTENING) {
          return;
        }
      }
    }
  }

  private void serve(AFUNIXSocketChannel accepted) throws IOException {
    boolean started = false;
    try {
      new Thread(() -> frontEnds.serve(accepted), "front-end").start();
      started = true;
    } finally {
      if (!started) {
        accepted.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    wakeup.signal();
    thread.interrupt(); // where it waits for a place
    awaitEnd();
    socket.close();
    epoll.close();
    wakeup.close();
  }

  private void awaitEnd() {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
