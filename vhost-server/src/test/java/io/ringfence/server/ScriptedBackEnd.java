package io.ringfence.server;

import io.ringfence.server.os.EventFd;
import io.ringfence.server.os.Fd;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.os.UnixMessages;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A back-end that answers a front-end's start, and serves no ring: what was said before a recorded
 * hand-over. It reads no further than it has to when it is stopped.
 */
final class ScriptedBackEnd implements Runnable {
  private static final int GET_FEATURES = 1;
  private static final int GET_PROTOCOL_FEATURES = 15;
  private static final int GET_QUEUE_NUM = 17;
  private static final int HEADER_BYTES = 12;
  private static final int MOST_BYTES = 4096;
  private static final int NEED_REPLY = 8;
  private static final int REPLY = 5;

  private final UnixMessages messages;
  private final long features;
  private final long protocolFeatures;
  private final EventFd stop = EventFd.create();
  private final Thread thread = new Thread(this, "scripted-back-end");

  /**
   * Begins to answer.
   *
   * @param socket connected; stays the caller's
   */
  ScriptedBackEnd(Fd socket, long features, long protocolFeatures) {
    messages = new UnixMessages(socket.number(), HEADER_BYTES, MOST_BYTES);
    this.features = features;
    this.protocolFeatures = protocolFeatures;
    thread.start();
  }

  @Override
  public void run() {
    try {
      while (messages.await(stop.fd())) {
        MemorySegment header = messages.readHeader();
        if (header == null) {
          return;
        }
        int request = header.get(ValueLayout.JAVA_INT, 0);
        int flags = header.get(ValueLayout.JAVA_INT, 4);
        messages.readPayload(header.get(ValueLayout.JAVA_INT, 8));
        answer(request, (flags & NEED_REPLY) != 0);
      }
    } catch (PeerException e) {
      throw new AssertionError(e);
    }
  }

  private void answer(int request, boolean acknowledged) throws PeerException {
    switch (request) {
      case GET_FEATURES -> reply(request, features);
      case GET_PROTOCOL_FEATURES -> reply(request, protocolFeatures);
      case GET_QUEUE_NUM -> reply(request, 1);
      default -> {
        if (acknowledged) {
          reply(request, 0);
        }
      }
    }
  }

  private void reply(int request, long value) throws PeerException {
    ByteBuffer reply = ByteBuffer.allocate(HEADER_BYTES + 8).order(ByteOrder.nativeOrder());
    messages.send(reply.putInt(request).putInt(REPLY).putInt(8).putLong(value).array());
  }

  /** Stops reading; what the front-end says from now on waits in the socket. */
  void stop() {
    stop.signal();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    messages.close();
    stop.close();
  }
}
