package io.ringfence.server.session;

import io.ringfence.protocol.Header;
import io.ringfence.server.os.PeerException;
import io.ringfence.server.os.UnixMessages;
import io.ringfence.server.uplink.Uplink;
import io.ringfence.server.worker.Workers;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connected front-ends: runs a session for each, and never more than the uplink serves. */
public final class FrontEnds {
  private static final Logger LOG = LoggerFactory.getLogger(FrontEnds.class);
  private static final int HEADER_BYTES = Header.BYTES;
  private static final int MOST_PAYLOAD_BYTES = Header.MAX_PAYLOAD;

  private static final long DISMISS_SECONDS = 10;

  private final Offer offer;
  private final Uplink uplink;
  private final Workers workers;
  private final Semaphore places;
  private final AtomicInteger lastId = new AtomicInteger();
  private final Map<Integer, FrontEnd> connected = new ConcurrentSkipListMap<>();
  private final Map<Integer, UnixMessages> sockets = new ConcurrentHashMap<>();

  /** Front-ends that are offered the same device. */
  public FrontEnds(Offer offer, Uplink uplink, Workers workers) {
    this.offer = offer;
    this.uplink = uplink;
    this.workers = workers;
    places = new Semaphore(uplink.mostSessions());
  }

  /** Those that are connected now. */
  public List<FrontEnd> all() {
    return List.copyOf(connected.values());
  }

  /** Waits until the uplink has a place for another front-end, and takes it. */
  void awaitPlace() throws InterruptedException {
    places.acquire();
  }

  /** Gives a place back for which no front-end came. */
  void freePlace() {
    places.release();
  }

  /**
   * Serves a front-end until it leaves, then frees its place.
   *
   * @param channel a connected socket, which this closes
   */
  void serve(AFUNIXSocketChannel channel) {
    int id = lastId.incrementAndGet();
    try (channel;
        var messages = new UnixMessages(number(channel), HEADER_BYTES, MOST_PAYLOAD_BYTES)) {
      var peer = channel.getPeerCredentials();
      LOG.info(
          "front-end connected session={} pid={} uid={} gid={}",
          id,
          peer.getPid(),
          peer.getUid(),
          peer.getGid());
      serve(id, peer.getPid(), messages);
    } catch (IOException e) {
      LOG.warn("front-end lost session={}: {}", id, e.getMessage());
    } finally {
      connected.remove(id); // last: who sees it gone may count on its descriptors being closed
      freePlace();
    }
  }

  private void serve(int id, long peer, UnixMessages messages) {
    var device = new Device("s" + id, offer.pairs(), uplink, workers);
    sockets.put(id, messages);
    connected.put(id, new FrontEnd(id, peer, device));
    try (var session = new Session(id, offer, device)) {
      new Connection(messages, session).serve();
      LOG.info("front-end left session={}", id);
    } catch (PeerException e) {
      LOG.warn("front-end dismissed session={}: {}", id, e.getMessage());
    } finally {
      sockets.remove(id);
    }
  }

  private static int number(AFUNIXSocketChannel channel) throws IOException {
    return FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
  }

  /** Under the map's lock, since a socket is taken out of it before it is closed. */
  private void dismiss(int id) {
    sockets.computeIfPresent(
        id,
        (same, messages) -> {
          messages.shutdown();
          return messages;
        });
  }

  /** Ends all connections, and waits until their sessions have stopped their rings. */
  public void dismissAll() {
    sockets.keySet().forEach(this::dismiss);
    try {
      if (!places.tryAcquire(uplink.mostSessions(), DISMISS_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("front-ends did not leave within {} s", DISMISS_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
