package io.ringfence.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A back-end that writes down every message and gives the answers it was told to. One connection.
 */
final class TestBackEnd implements AutoCloseable {
  static final long OFFERED =
      Features.VERSION_1 | Features.MRG_RXBUF | Features.PROTOCOL_FEATURES | Features.CSUM;

  private final int listener;
  private final CompletableFuture<Void> done;
  final List<Reply> messages = new CopyOnWriteArrayList<>();
  volatile long offered = OFFERED;
  volatile long protocolFeatures = 0xffff_ffffL;
  volatile long ack;
  volatile int replyFlags = 5;
  private volatile boolean shmLog;

  TestBackEnd(Path path) {
    listener = UnixSocket.listen(path.toString());
    done = Background.run(this::serve);
  }

  private void serve() {
    Fds.readable(listener, 10_000);
    try (VhostSocket socket = new VhostSocket(UnixSocket.accept(listener))) {
      while (true) {
        Reply message = socket.read(10_000);
        messages.add(message);
        answer(socket, message);
      }
    } catch (DeviceFault end) {
      // The front-end closed the connection.
    }
  }

  private void answer(VhostSocket socket, Reply message) {
    byte[] answer =
        switch (message.request()) {
          case 1 -> Payload.u64(offered);
          case 15 -> Payload.u64(protocolFeatures);
          case 17 -> Payload.u64(4);
          case 36 -> Payload.u64(509);
          case 40 -> Payload.u64(0);
          case 11 -> Payload.vringState(message.payload()[0], 70 + message.payload()[0]);
          case 6 -> shmLog || (message.flags() & 8) != 0 ? Payload.u64(0) : null;
          default -> (message.flags() & 8) != 0 ? Payload.u64(ack) : null;
        };
    if (message.request() == 16) {
      shmLog = (message.u64() & 2) != 0;
    }
    if (answer != null) {
      socket.send(message.request(), replyFlags, answer);
    }
  }

  /**
   * The messages so far by name, '!' after those that ask for an acknowledgement, '*n' for n
   * descriptors.
   */
  List<String> names() {
    return messages.stream()
        .map(m ->
            Request.name(m.request())
                + ((m.flags() & 8) != 0 ? "!" : "")
                + (m.fds().isEmpty() ? "" : "*" + m.fds().size()))
        .toList();
  }

  /** Waits until every message of a front-end that has left is written down. */
  void awaitEnd() {
    done.join();
  }

  void awaitMessages(int count) {
    Await.until(
        count + " messages", 5_000, () -> messages.size() >= count, () -> names().toString());
  }

  @Override
  public void close() {
    done.join();
    messages.forEach(m -> m.fds().forEach(Fds::close));
    Libc.close(listener);
  }
}
