package io.ringfence.server.session;

import io.ringfence.protocol.Decoder;
import io.ringfence.protocol.Header;
import io.ringfence.protocol.ProtocolException;
import io.ringfence.protocol.Reply;
import io.ringfence.protocol.Request;
import io.ringfence.protocol.RequestType;
import io.ringfence.server.os.OsException;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.os.UnixMessages;
import io.ringfence.server.request.ReceivedFds;
import io.ringfence.server.request.RefusedException;
import java.lang.foreign.MemorySegment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The messages of one front-end: reads each, passes it to the session's executor, and answers as
 * REPLY_ACK requires. A refusal ends the connection, unless the front-end asked for an
 * acknowledgement.
 */
final class MessageLoop {
  private static final Logger LOG = LoggerFactory.getLogger(MessageLoop.class);

  /** Most refusals of one front-end. A few are normal; more would flood the log. */
  private static final int MOST_REFUSALS = 1000;

  private final UnixMessages messages;
  private final RequestExecutor requests;
  private final Gate gate;
  private int refusals;

  MessageLoop(UnixMessages messages, RequestExecutor requests, Gate gate) {
    this.messages = messages;
    this.requests = requests;
    this.gate = gate;
  }

  /**
   * Serves the front-end until it leaves, or the gate hands it to another process.
   *
   * @throws PeerException if it breaks the protocol; the message states what was seen
   */
  void serve() throws PeerException {
    MemorySegment bytes;
    while (gate.pass(messages) && (bytes = messages.readHeader()) != null) {
      serve(header(bytes));
    }
  }

  private static Header header(MemorySegment bytes) throws PeerException {
    try {
      return Header.read(bytes);
    } catch (ProtocolException e) {
      throw new PeerException(e.getMessage());
    }
  }

  private void serve(Header header) throws PeerException {
    MemorySegment payload = messages.readPayload(header.size());
    int fdCount = messages.fdCount();
    try (var fds = new ReceivedFds(messages.takeFds())) {
      Request request = Decoder.decode(header, payload, fdCount);
      LOG.debug("request {}", request);
      byte[] reply = requests.handle(request, fds);
      if (reply != null) {
        messages.send(reply);
      } else if (wantsAck(header)) {
        messages.send(Reply.ack(header, true));
      }
    } catch (ProtocolException | RefusedException | OsException e) {
      refuse(header, e.getMessage());
    }
  }

  private boolean wantsAck(Header header) {
    return header.needReply() && requests.acknowledges();
  }

  /**
   * Ignores an unknown request. Any other refused request ends the session unless it is
   * acknowledged.
   */
  private void refuse(Header header, String why) throws PeerException {
    if (++refusals > MOST_REFUSALS) {
      throw new PeerException(
          "%d requests refused or ignored, the last: %s; allowed are %d"
              .formatted(refusals, why, MOST_REFUSALS));
    }
    if (wantsAck(header)) {
      LOG.warn("request refused request={}: {}", header.requestName(), why);
      messages.send(Reply.ack(header, false));
    } else if (RequestType.of(header.request()).isPresent()) {
      throw new PeerException(why);
    } else {
      LOG.info("request ignored: {}", why);
    }
  }
}
