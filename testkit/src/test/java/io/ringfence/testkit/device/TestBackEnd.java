package io.ringfence.testkit.device;

import io.ringfence.testkit.Await;
import io.ringfence.testkit.Background;
import io.ringfence.testkit.DeviceFault;
import io.ringfence.testkit.net.Features;
import io.ringfence.testkit.os.Fds;
import io.ringfence.testkit.os.UnixSocket;
import io.ringfence.testkit.wire.Payload;
import io.ringfence.testkit.wire.RawReply;
import io.ringfence.testkit.wire.RequestCode;
import io.ringfence.testkit.wire.VhostSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A back-end that records every message and sends configured replies. One connection. */
public final class TestBackEnd implements AutoCloseable {
  static final long OFFERED =
      Features.VERSION_1 | Features.MRG_RXBUF | Features.PROTOCOL_FEATURES | Features.CSUM;

  private final int listener;
  private final CompletableFuture<Void> done;
  private final List<RawReply> messages = new CopyOnWriteArrayList<>();
  private volatile long offered = OFFERED;
  private volatile long protocolFeatures = 0xffff_ffffL;
  private volatile long acknowledgement;
  private volatile int replyFlags = 5;
  private volatile boolean shmLog;

  /** Listens at a path; a thread of its own serves the first front-end that connects. */
  public TestBackEnd(Path path) {
    listener = UnixSocket.listen(path.toString());
    done = Background.run(this::serve);
  }

  /** Sets the reply to GET_FEATURES. */
  public void offer(long features) {
    offered = features;
  }

  /** Sets the reply to GET_PROTOCOL_FEATURES. */
  public void offerProtocol(long features) {
    protocolFeatures = features;
  }

  /** Sets the value of acknowledgements; anything but 0 refuses. */
  public void acknowledgeWith(long value) {
    acknowledgement = value;
  }

  /** Sets the flags of replies; the right ones are 5. */
  public void replyWithFlags(int flags) {
    replyFlags = flags;
  }

  private void serve() {
    Fds.readable(listener, 10_000);
    try (VhostSocket socket = new VhostSocket(UnixSocket.accept(listener))) {
      while (true) {
        RawReply message = socket.read(10_000);
        messages.add(message);
        answer(socket, message);
      }
    } catch (DeviceFault end) {
      // The front-end closed the connection.
    }
  }

  private void answer(VhostSocket socket, RawReply message) {
    byte[] answer =
        switch (message.request()) {
          case 1 -> Payload.u64(offered);
          case 15 -> Payload.u64(protocolFeatures);
          case 17 -> Payload.u64(4);
          case 36 -> Payload.u64(509);
          case 40 -> Payload.u64(0);
          case 11 -> Payload.vringState(message.payload()[0], 70 + message.payload()[0]);
          case 6 -> shmLog || (message.flags() & 8) != 0 ? Payload.u64(0) : null;
          default -> (message.flags() & 8) != 0 ? Payload.u64(acknowledgement) : null;
        };
    if (message.request() == 16) {
      shmLog = (message.u64() & 2) != 0;
    }
    if (answer != null) {
      socket.send(message.request(), replyFlags, answer);
    }
  }

  /** Returns the messages so far; the list grows. */
  public List<RawReply> messages() {
    return messages;
  }

  /**
   * Returns the messages so far by name, '!' after those that ask for an acknowledgement, '*n' for
   * n descriptors.
   */
  public List<String> names() {
    return messages.stream()
        .map(m ->
            RequestCode.name(m.request())
                + ((m.flags() & 8) != 0 ? "!" : "")
                + (m.fds().isEmpty() ? "" : "*" + m.fds().size()))
        .toList();
  }

  /** Waits until every message of a front-end that has left is recorded. */
  public void awaitEnd() {
    done.join();
  }

  /** Waits up to 5 s for {@code count} messages. */
  public void awaitMessages(int count) {
    Await.until(
        count + " messages", 5_000, () -> messages.size() >= count, () -> names().toString());
  }

  @Override
  public void close() {
    done.join();
    messages.forEach(m -> m.fds().forEach(Fds::close));
    Fds.close(listener);
  }
}
